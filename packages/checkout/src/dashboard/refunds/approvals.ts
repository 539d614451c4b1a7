import { html } from 'hono/html'
import { displayAmount } from '../../language/display-amount.ts'
import { displayTime } from '../../language/display-time.ts'
import { ifMay, type Html } from '../shell/frame.ts'
import type { FrameView } from '../shell/view.ts'
import { approvalTexts } from './approval-texts.ts'

/** A refund that waits for a second person. */
export type ApprovalRow = {
  /** Of the refund. */
  readonly id: string
  /** Receives a POST at `/approve` below it, or at `/decline`. */
  readonly path: string
  /** In minor units. */
  readonly amount: number
  readonly reason?: string
  /** In words: an operator, an API key. */
  readonly askedBy?: string
  readonly askedAt: number
  readonly until: number
  /** Why this person cannot approve it. */
  readonly refused?: 'same-person' | 'not-a-person'
}

/** Of a page about one payment. */
type ApprovalsView = FrameView & {
  readonly payment: { readonly currency: string }
  readonly approvals?: readonly ApprovalRow[]
}

/** A payment's refunds that wait for a second person, and what this person may decide about each. */
export function approvals(view: ApprovalsView): Html | string {
  const { approvals: waiting = [] } = view
  if (waiting.length === 0) return ''
  const { waits } = approvalTexts[view.language]
  return html`<section class="approvals" aria-label="${waits}">
    ${waiting.map((row) => approval(row, view))}
  </section>`
}

function approval(row: ApprovalRow, view: ApprovalsView): Html {
  const texts = approvalTexts[view.language]
  const { language, timeZone } = view
  const amount = displayAmount(row.amount, view.payment.currency)
  const time = (at: number): string => displayTime(at, timeZone, language)
  return html`<div class="card approval">
    <h2>${texts.waits}</h2>
    <p class="large">${amount}</p>
    ${row.reason === undefined ? '' : html`<p>${row.reason}</p>`}
    <p class="soft">
      ${row.askedBy === undefined ? '' : texts.asked(row.askedBy, time(row.askedAt))}
      ${texts.until(time(row.until))}
    </p>
    ${row.refused === undefined ? '' : html`<p>${row.refused === 'same-person' ? texts.own : texts.noPerson}</p>`}
    ${ifMay(view, 'refund', decisions(row, view))}
  </div>`
}

function decisions(row: ApprovalRow, view: ApprovalsView): Html {
  const texts = approvalTexts[view.language]
  const amount = displayAmount(row.amount, view.payment.currency)
  return html`<div class="actions">
    ${
      row.refused === undefined
        ? html`<form method="post" action="${row.path}/approve">
            <button class="main">${texts.approve(amount)}</button>
          </form>`
        : ''
    }
    <details class="filters">
      <summary class="button">
        ${row.refused === 'same-person' ? texts.takeBack : texts.decline}
      </summary>
      <form class="card" method="post" action="${row.path}/decline">
        <label for="why-${row.id}">${texts.why}</label>
        <input
          id="why-${row.id}"
          name="why"
          maxlength="300"
          autocomplete="off"
          aria-describedby="hint-${row.id}"
        />
        <p class="soft small" id="hint-${row.id}">${texts.whyHint}</p>
        <button class="danger">${texts.sure}</button>
      </form>
    </details>
  </div>`
}
