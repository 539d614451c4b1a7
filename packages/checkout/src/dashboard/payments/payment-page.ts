import { html } from 'hono/html'
import { amountParts, displayAmount } from '../../language/display-amount.ts'
import { displayClock, displayDay, displayGap } from '../../language/display-time.ts'
import { noteForm } from '../forms/note-form.ts'
import { approvals } from '../refunds/approvals.ts'
import { badge, framed, type Html, instant, outcomeOf, timeElement } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import { factList } from '../tables/fact-list.ts'
import type { EventRow } from '../timeline/event-row.ts'
import { webhookList } from '../webhooks/webhook-list.ts'
import { paymentActions } from './payment-actions.ts'
import type { AttemptRow, PaymentView } from './payment-view.ts'
import { reviewForm } from './review-form.ts'

/** All that is known about one payment: its status and why, its attempts, each event, newest first. */
export function paymentPage(view: PaymentView): Html {
  const texts = dashboardTexts[view.language]
  const { payment } = view
  const { mark, digits } = amountParts(payment.amount, payment.currency)
  const body = html`<a class="back" href="${view.home}/payments"
      >← ${sectionTexts[view.language].payments}</a
    >
    <div class="head" data-live="head">
      <h1><small>${mark}</small>${digits}</h1>
      ${badge(payment.status, texts.paymentStatus[payment.status])}
      ${payment.isInReview === true ? html`<span class="alarm">${texts.list.needsReview}</span>` : ''}
      <p>
        ${payment.reference}${payment.description === undefined ? '' : html`<span class="soft"> · ${payment.description}</span>`}
      </p>
    </div>
    <section
      class="why ${view.review === undefined ? payment.status : 'in-review'}"
      data-live="why"
    >
      <h2>${texts.one.standing}</h2>
      <p>${view.explanation}</p>
      ${
        view.review === undefined
          ? ''
          : html`<ul>
              ${view.review.reviews.map(
                ({ title, detail }) =>
                  html`<li>
                    ${title}
                    <p class="soft small">${detail}</p>
                  </li>`,
              )}
            </ul>`
      }
    </section>
    ${outcomeOf(view)}
    <div data-live="decide">${approvals(view)} ${paymentActions(view)}</div>
    ${reviewForm(view)}
    <div class="columns">
      <section>
        <h2>${texts.one.timeline}</h2>
        ${noteForm(view, { path: view.actions.path, id: view.actions.noteId })}
        <div data-live="timeline">${timeline(view)}</div>
      </section>
      <div class="side" data-live="side">
        <section>
          <h2>${texts.one.facts}</h2>
          ${facts(view)}
        </section>
        <section>
          <h2>${texts.one.attempts}</h2>
          ${
            view.attempts.length === 0
              ? html`<p class="card attempt soft">${texts.one.noAttempts}</p>`
              : view.attempts.map((attempt) => attemptCard(attempt, view))
          }
        </section>
        ${webhookList(view)}
      </div>
    </div>`
  return framed(view, { title: payment.reference, section: 'payments', script: 'live.js' }, body)
}

function facts(view: PaymentView): Html {
  const { one } = dashboardTexts[view.language]
  const { payment } = view
  const when = (at: number | undefined): Html | undefined =>
    at === undefined ? undefined : instant(at, view)
  const refunded =
    payment.refunded === undefined || payment.refunded === 0
      ? undefined
      : displayAmount(payment.refunded, payment.currency)
  return factList([
    [one.id, html`<span class="id">${payment.id}</span>`],
    [one.reference, payment.reference],
    [one.description, payment.description],
    [one.account, payment.account],
    [one.created, when(payment.createdAt)],
    [one.paid, when(payment.paidAt)],
    [one.refunded, refunded],
    [one.expires, when(payment.expiresAt)],
    [one.payLink, payment.payUrl && html`<a href="${payment.payUrl}">${payment.payUrl}</a>`],
    ...(payment.facts ?? []).map(({ name, value }) => [name, value] as const),
  ])
}

function attemptCard(attempt: AttemptRow, view: PaymentView): Html {
  const { attemptStatus, method } = dashboardTexts[view.language]
  const numbers = [
    ['out_trade_no', attempt.id],
    ['syssn', attempt.syssn],
    ['交易单号', attempt.wechatTransaction],
  ] as const
  return html`<article class="card attempt">
    ${badge(attempt.status, attemptStatus[attempt.status])}
    <p>${method[attempt.method]}</p>
    <p class="small soft">${instant(attempt.createdAt, view)}</p>
    ${attempt.reason === undefined ? '' : html`<p>${attempt.reason}</p>`}
    <dl>
      ${numbers.map(([name, value]) =>
        value === undefined
          ? ''
          : html`<dt>${name}</dt>
              <dd class="id">${value}</dd>`,
      )}
    </dl>
  </article>`
}

function timeline(view: PaymentView): Html {
  const { one } = dashboardTexts[view.language]
  if (view.events.length === 0) return html`<p class="card none">${one.noEvents}</p>`
  const newestFirst = view.events.toReversed()
  const { actor } = dashboardTexts[view.language]
  const lanes = (['payer', 'tael', 'gateway', 'wechat'] as const).map((lane) => actor[lane])
  return html`<ol class="card line" reversed>
    <li class="date lanes" aria-hidden="true">
      ${lanes.map((lane) => html`<span>${lane}</span>`)}
    </li>
    ${newestFirst.map((event, index) =>
      eventItem({ event, above: newestFirst[index - 1], before: newestFirst[index + 1] }, view),
    )}
  </ol>`
}

/** Where it stands between the payer and WeChat; what went over the wire leads from or to Tael. */
function laneOf({ actor, wire }: EventRow): string {
  if (wire !== undefined)
    return `${wire.way === 'inward' ? wire.with : 'tael'} with-${wire.with} ${wire.way}`
  return actor === 'merchant' || actor === 'operator' ? 'tael' : actor
}

type Placed = {
  readonly event: EventRow
  readonly above: EventRow | undefined
  /** What happened before it. */
  readonly before: EventRow | undefined
}

function eventItem({ event, above, before }: Placed, view: PaymentView): Html {
  const { one, actor } = dashboardTexts[view.language]
  const { language, timeZone } = view
  const day = displayDay(event.at, timeZone, language)
  const isNewDay = above === undefined || displayDay(above.at, timeZone, language) !== day
  const tone =
    event.isProblem === true ? 'problem' : event.name === 'payment.succeeded' ? 'good' : ''
  const gap = before === undefined ? 0 : event.at - before.at
  return html`${isNewDay ? html`<li class="date">${day}</li>` : ''}
    <li class="${tone}${event.wire === undefined ? '' : ' wire'}">
      <p class="at">
        ${timeElement(event.at, view, displayClock(event.at, timeZone, language))}
        ${gap < 50 ? '' : html`<span>${displayGap(gap, language)}</span>`}
      </p>
      <span class="dot ${laneOf(event)}">${event.wire === undefined ? '' : html`<i></i>`}</span>
      <div>
        <p class="title">
          ${event.isProblem === true ? html`<span class="hide">${one.problem}: </span>` : ''}${event.title}
        </p>
        <p class="by">
          ${actor[event.actor]}${event.name === undefined ? '' : html` · <code>${event.name}</code>`}${(event.notes ?? []).map((note) => ` · ${note}`)}
        </p>
        ${event.text === undefined ? '' : html`<p class="text">${event.text}</p>`}
        ${
          event.details === undefined || event.details.length === 0
            ? ''
            : html`<dl class="pairs">
                ${event.details.map(
                  ({ name, value }) =>
                    html`<dt>${name}</dt>
                      <dd class="id">${value}</dd>`,
                )}
              </dl>`
        }
        ${
          event.raw === undefined
            ? ''
            : html`<details>
                <summary>${one.raw}</summary>
                <pre tabindex="0">${event.raw}</pre>
              </details>`
        }
      </div>
    </li>`
}
