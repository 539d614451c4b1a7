import { html } from 'hono/html'
import { displayAmount } from '../../language/display-amount.ts'
import { displayClock, displayDay, displayTime } from '../../language/display-time.ts'
import { approvalTexts } from '../refunds/approval-texts.ts'
import { age, badge, framed, ifMay, type Html, timeElement } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import { listHead } from '../tables/list-head.ts'
import { listTexts } from '../tables/list-texts.ts'
import { turning } from '../tables/turning.ts'
import { newPaymentTexts } from './new-payment-texts.ts'
import { queryText } from './payment-query.ts'
import type { PaymentRow, PaymentsView } from './payment-view.ts'
import { paymentsFilter } from './payments-filter.ts'

/** The list of payments, newest first, a heading for each day. */
export function paymentsPage(view: PaymentsView): Html {
  const texts = dashboardTexts[view.language]
  const isFiltered = queryText(view.query) !== ''
  const body = html`<div class="title">
      <h1>${sectionTexts[view.language].payments}</h1>
      <div class="buttons">
        <a class="button" href="${view.home}/payments.csv${queryText(view.query)}" download
          >${listTexts[view.language].csv}</a
        >
        ${ifMay(
          view,
          'create_payments',
          html`<a class="button" href="${view.home}/payments/new"
            >${newPaymentTexts[view.language].add}</a
          >`,
        )}
      </div>
    </div>
    ${paymentsFilter(view)} ${forged(view)}
    <div class="card list" data-live="list">
      ${
        view.payments.length > 0
          ? table(view)
          : html`<p class="none">${isFiltered ? texts.list.noneFound : texts.list.none}</p>`
      }
    </div>
    ${lookedUntil(view)} ${turning(view)}`
  return framed(
    view,
    { title: sectionTexts[view.language].payments, section: 'payments', script: 'live.js' },
    body,
  )
}

/** The list is short because few payments match, not because there are no more. */
function lookedUntil({ lookedUntil, language, timeZone }: PaymentsView): Html | string {
  if (lookedUntil === undefined) return ''
  const time = displayTime(lookedUntil, timeZone, language)
  return html`<p class="soft small until">${listTexts[language].lookedUntil(time)}</p>`
}

/** Somebody sends notifications that QFPay has not signed: harmless, but operators should know. */
function forged(view: PaymentsView): Html | string {
  const { forged = [], language } = view
  if (forged.length === 0) return ''
  const { list } = dashboardTexts[language]
  const counts = forged.map(({ account, times }) => `${account}: ${times}`)
  return html`<p class="alert mild forged">${list.forged} ${counts.join(', ')}</p>`
}

function table(view: PaymentsView): Html {
  const { payments } = sectionTexts[view.language]
  return html`<table>
    <caption class="hide">
      ${payments}
    </caption>
    ${listHead(view.language)}
    ${days(view).map(
      ({ day, rows }) =>
        html`<tbody>
          <tr class="day">
            <th colspan="4" scope="rowgroup">${day}</th>
          </tr>
          ${rows.map((row) => paymentRow(row, view))}
        </tbody>`,
    )}
  </table>`
}

function paymentRow(row: PaymentRow, view: PaymentsView): Html {
  const { list, paymentStatus, refunded } = dashboardTexts[view.language]
  const status = badge(row.status, paymentStatus[row.status])
  const clock = displayClock(row.createdAt, view.timeZone, view.language)
  return html`<tr class="row">
    <td class="when">
      ${timeElement(row.createdAt, view, clock)}
      <p class="soft small">${age(row.createdAt, view)}</p>
    </td>
    <td>
      <p>
        <a href="${row.path}">${row.reference}</a>
        ${row.description === undefined ? '' : html`<span class="soft">${row.description}</span>`}
        ${row.isInReview === true ? html`<span class="alarm">${list.needsReview}</span>` : ''}
        ${row.awaitsApproval === true ? html`<span class="alarm">${approvalTexts[view.language].waits}</span>` : ''}
        ${row.hasFailedRefund === true ? html`<span class="alarm">${list.failedRefund}</span>` : ''}
      </p>
      <p class="small soft">
        <span class="age">${age(row.createdAt, view)}</span>
        <span class="id">${row.id}</span>
        ${row.account === undefined ? '' : html`<span>${row.account}</span>`}
      </p>
    </td>
    <td class="state">${status}</td>
    <td class="sum">
      ${displayAmount(row.amount, row.currency)}
      ${
        row.refunded === undefined || row.refunded === 0
          ? ''
          : html`<small>${refunded(displayAmount(row.refunded, row.currency))}</small>`
      }
      ${status}
    </td>
  </tr>`
}

function days(view: PaymentsView): { day: string; rows: PaymentRow[] }[] {
  const found: { day: string; rows: PaymentRow[] }[] = []
  for (const row of view.payments) {
    const day = displayDay(row.createdAt, view.timeZone, view.language)
    const last = found.at(-1)
    if (last?.day === day) last.rows.push(row)
    else found.push({ day, rows: [row] })
  }
  return found
}
