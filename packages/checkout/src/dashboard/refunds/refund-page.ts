import { formatAmount, isCurrency } from '@tael/qfpay'
import { html } from 'hono/html'
import { displayAmount } from '../../language/display-amount.ts'
import { displayTime } from '../../language/display-time.ts'
import type { RefundNotice } from '../../refunds/refund-forecast.ts'
import { framed, type Html } from '../shell/frame.ts'
import type { FrameView } from '../shell/view.ts'
import { approvalTexts } from './approval-texts.ts'
import { refundTexts, type ChargeKind, type RefundTexts } from './refund-texts.ts'

type RefundOf = FrameView & {
  /** Of the payment's page. */
  readonly paymentPath: string
  readonly reference: string
  readonly currency: string
  /** In minor units: what can be refunded, and what is refunded or on its way. */
  readonly remaining: number
  readonly reserved: number
  /** The charge: an attempt's id, which is its number at QFPay. */
  readonly attempt: string
  /** Set if the payment has been charged more than once. */
  readonly among?: {
    readonly kind: ChargeKind
    readonly others: readonly { readonly path: string; readonly remaining: number }[]
  }
}

/** The first step: how much, and why. */
export type RefundView = RefundOf & {
  readonly amount?: string
  readonly reason?: string
  readonly problem?: keyof RefundTexts['problem'] | 'amount'
}

/** The second step: what becomes of it. */
export type RefundCheckView = RefundOf & {
  /** In minor units. */
  readonly amount: number
  readonly reason: string
  /** One for each refund: sent twice, it is the same refund. */
  readonly token: string
  readonly notices: readonly RefundNotice[]
  /** In minor units: set if the refund exceeds it, and so needs a second person. */
  readonly threshold?: number | undefined
}

export function refundPage(view: RefundView): Html {
  const texts = refundTexts[view.language]
  const { problem, remaining, reserved, currency } = view
  const body = html`${heading(view, texts.title)}
    <form class="card ask single" method="post" action="${view.paymentPath}/refund/check">
      <input type="hidden" name="attempt" value="${view.attempt}" />
      ${problem === undefined ? '' : html`<p class="alert" role="alert" id="problem">${sayProblem(view, problem)}</p>`}
      <p>
        <b>${texts.left(displayAmount(remaining, currency))}</b>
        ${reserved === 0 ? '' : html`<span class="soft">${texts.under(displayAmount(reserved, currency))}</span>`}
      </p>
      ${which(view)} ${others(view)}
      <fieldset>
        <legend class="hide">${texts.amount}</legend>
        <label class="check"
          ><input
            type="radio"
            name="how"
            value="all"
            ${view.amount === undefined ? html`checked` : ''}
          />${texts.all(displayAmount(remaining, currency))}</label
        >
        <label class="check"
          ><input
            type="radio"
            name="how"
            value="part"
            ${view.amount === undefined ? '' : html`checked`}
          />${texts.part}</label
        >
      </fieldset>
      <p>
        <label for="amount">${texts.amount} (${currency})</label>
        <input
          id="amount"
          name="amount"
          inputmode="decimal"
          autocomplete="off"
          maxlength="16"
          value="${view.amount ?? ''}"
          placeholder="${typedAmount(view)}"
          ${problem === undefined ? '' : html`aria-invalid="true" aria-describedby="problem"`}
        />
      </p>
      <p>
        <label for="reason">${texts.reason}</label>
        <input
          id="reason"
          name="reason"
          maxlength="80"
          autocomplete="off"
          value="${view.reason ?? ''}"
          aria-describedby="reason-hint"
        />
        <span class="soft small" id="reason-hint">${texts.reasonHint}</span>
      </p>
      <p class="buttons">
        <button class="main">${texts.next}</button>
        <a class="button" href="${view.paymentPath}">${texts.back}</a>
      </p>
    </form>`
  return framed(view, { title: texts.title, section: 'payments' }, body)
}

export function refundCheckPage(view: RefundCheckView): Html {
  const texts = refundTexts[view.language]
  const approval = approvalTexts[view.language]
  const { threshold } = view
  const amount = displayAmount(view.amount, view.currency)
  const body = html`${heading(view, texts.check)}
    <form class="card ask single" method="post" action="${view.paymentPath}/refund">
      <p class="large">${amount}</p>
      ${which(view)} ${view.reason === '' ? '' : html`<p class="soft">${view.reason}</p>`}
      ${threshold === undefined ? '' : html`<p class="alert mild">${approval.notice(displayAmount(threshold, view.currency))}</p>`}
      <h2>${texts.expect}</h2>
      <ul class="notices">
        ${
          view.notices.length === 0
            ? html`<li>${texts.smooth}</li>`
            : view.notices.map(
                (notice) =>
                  html`<li ${notice.kind === 'too-old' ? html`class="bad"` : ''}>
                    ${noticeText(notice, view)}
                  </li>`,
              )
        }
        <li class="soft">${texts.fees}</li>
      </ul>
      <input type="hidden" name="attempt" value="${view.attempt}" />
      <input type="hidden" name="amount" value="${view.amount}" />
      <input type="hidden" name="reason" value="${view.reason}" />
      <input type="hidden" name="token" value="${view.token}" />
      <p class="buttons">
        <button class="main">
          ${threshold === undefined ? texts.send(amount) : approval.ask(amount)}
        </button>
        <a class="button" href="${view.paymentPath}/refund?attempt=${view.attempt}"
          >${texts.back}</a
        >
      </p>
    </form>`
  return framed(view, { title: texts.check, section: 'payments' }, body)
}

/** Whose money it is, where there is a choice. */
function which({ language, attempt, among }: RefundOf): Html | '' {
  if (among === undefined) return ''
  return html`<p class="alert mild">
    ${refundTexts[language].charge[among.kind]} <code>${attempt}</code>
  </p>`
}

function others({ language, currency, among }: RefundOf): readonly Html[] {
  const links = among?.others.map(({ path, remaining }) => {
    const text = refundTexts[language].another(displayAmount(remaining, currency))
    return html`<p><a href="${path}">${text}</a></p>`
  })
  return links ?? []
}

function heading(view: RefundOf, title: string): Html {
  return html`<a class="back" href="${view.paymentPath}">← ${view.reference}</a>
    <h1>${title}</h1>`
}

function noticeText(notice: RefundNotice, { language, timeZone, currency }: RefundOf): string {
  const texts = refundTexts[language]
  switch (notice.kind) {
    case 'night':
      return texts.night(displayTime(notice.until.getTime(), timeZone, language))
    case 'too-old':
      return texts.tooOld
    case 'low-takings':
      return texts.lowTakings(displayAmount(notice.takings, currency))
    case 'part':
      return texts.partial
    case 'waits':
      return texts.waits(notice.before)
  }
}

function sayProblem(view: RefundView, problem: NonNullable<RefundView['problem']>): string {
  const { wrongAmount, problem: texts } = refundTexts[view.language]
  return problem === 'amount' ? wrongAmount(typedAmount(view)) : texts[problem]
}

/** All that remains, as somebody would type it. */
function typedAmount({ remaining, currency }: RefundOf): string {
  return isCurrency(currency) ? formatAmount(remaining, currency) : String(remaining)
}
