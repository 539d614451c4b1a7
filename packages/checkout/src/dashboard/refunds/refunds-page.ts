import { html } from 'hono/html'
import { displayAmount } from '../../language/display-amount.ts'
import { zoneName } from '../../language/display-time.ts'
import { REFUND_STATUSES, type Refund } from '../../refunds/refund.ts'
import { inLanguage } from '../recorded/in-language.ts'
import { age, badge, framed, type Html, whenCell } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView, Turning } from '../shell/view.ts'
import { listHead } from '../tables/list-head.ts'
import { listTexts } from '../tables/list-texts.ts'
import { turning } from '../tables/turning.ts'
import { refundsTexts } from './refunds-texts.ts'

/** What narrows the list; each is empty if it is not set. */
export type RefundQuery = Readonly<Record<'q' | 'status' | 'account' | 'from' | 'to', string>>

export type RefundsView = FrameView &
  Turning & {
    readonly query: RefundQuery
    readonly csvPath: string
    readonly accounts: readonly { readonly id: string; readonly name: string }[]
    readonly refunds: readonly {
      readonly refund: Refund
      readonly paymentPath: string
      /** Of the payment. */
      readonly reference: string
      /** If there are several. */
      readonly account?: string | undefined
    }[]
  }

/** The refunds of all payments, newest first; each leads to its payment. */
export function refundsPage(view: RefundsView): Html {
  const { refunds: title } = sectionTexts[view.language]
  const body = html`<div class="title">
      <h1>${title}</h1>
      <a class="button" href="${view.csvPath}" download>${listTexts[view.language].csv}</a>
    </div>
    ${filter(view)}
    <div class="card list" data-live="list">${table(view)}</div>
    ${turning(view)}`
  return framed(view, { title, section: 'refunds', script: 'live.js' }, body)
}

function filter(view: RefundsView): Html {
  const texts = listTexts[view.language]
  const { list, refundStatus } = dashboardTexts[view.language]
  const { query, accounts } = view
  const option = (value: string, chosen: string, text: string): Html =>
    html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${text}</option>`
  const zone = zoneName(view.timeZone)
  return html`<form class="tools sieve" role="search" action="${view.home}/refunds">
    <label>
      <span>${list.search}</span>
      <input
        name="q"
        type="search"
        value="${query.q}"
        placeholder="${list.placeholder}"
        maxlength="200"
        spellcheck="false"
      />
    </label>
    <label>
      <span>${list.status}</span>
      <select name="status">
        ${option('', query.status, list.any)}
        ${REFUND_STATUSES.map((each) => option(each, query.status, refundStatus[each]))}
      </select>
    </label>
    ${
      accounts.length < 2
        ? ''
        : html`<label>
            <span>${texts.account}</span>
            <select name="account">
              ${option('', query.account, texts.anyAccount)}
              ${accounts.map(({ id, name }) => option(id, query.account, name))}
            </select>
          </label>`
    }
    <label>
      <span>${texts.from(zone)}</span><input name="from" type="date" value="${query.from}" />
    </label>
    <label>
      <span>${texts.to(zone)}</span><input name="to" type="date" value="${query.to}" />
    </label>
    <button>${list.find}</button>
  </form>`
}

function table(view: RefundsView): Html {
  const texts = refundsTexts[view.language]
  if (view.refunds.length === 0) {
    const isAll = Object.values(view.query).every((value) => value === '')
    return html`<p class="none">${isAll ? texts.none : texts.noneFound}</p>`
  }
  return html`<table>
    <caption class="hide">
      ${sectionTexts[view.language].refunds}
    </caption>
    ${listHead(view.language)}
    <tbody>
      ${view.refunds.map((row) => refundRow(row, view))}
    </tbody>
  </table>`
}

function refundRow(row: RefundsView['refunds'][number], view: RefundsView): Html {
  const { refund } = row
  const texts = refundsTexts[view.language]
  const at = refund.createdAt.getTime()
  const status = badge(refund.status, dashboardTexts[view.language].refundStatus[refund.status])
  const said = [refund.reason, refund.cause === 'merchant' ? undefined : texts[refund.cause]]
  return html`<tr class="row">
    ${whenCell(at, view)}
    <td>
      <p>
        <a href="${row.paymentPath}">${row.reference}</a>
        <span class="soft">${said.filter(Boolean).join(' · ')}</span>
      </p>
      ${
        refund.refusal === undefined || refund.status === 'succeeded'
          ? ''
          : html`<p class="small">${inLanguage(refund.refusal.message, view.language)}</p>`
      }
      <p class="small soft">
        <span class="age">${age(at, view)}</span> <span class="id">${refund.id}</span>
        ${row.account === undefined ? '' : html`<span>${row.account}</span>`}
      </p>
    </td>
    <td class="state">${status}</td>
    <td class="sum">${displayAmount(refund.amount, refund.currency)} ${status}</td>
  </tr>`
}
