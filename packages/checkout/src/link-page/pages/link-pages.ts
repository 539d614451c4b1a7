import { html } from 'hono/html'
import { amountParts, displayAmount } from '../../language/display-amount.ts'
import { displayTime } from '../../language/display-time.ts'
import { type LinkField, isFixed, MAX_ANSWER } from '../../links/payment-link.ts'
import { type Html, mark, payDocument } from '../../pay-page/pages/pay-document.ts'
import { codeToScan, onThisPhone } from '../../pay-page/pages/scan-code.ts'
import { payPageTexts } from '../../pay-page/pages/texts.ts'
import { linkTexts, sayWait } from './texts.ts'
import type { LinkEndedView, LinkFormView, LinkScanView, LinkView, LinkWaitView } from './view.ts'

/** More than anybody would type: then the page names the least amount only. */
const UNBOUNDED = 99_999_999_999

/** Whom the money is for and what for; and how much, unless the payer says that. */
function heading(view: LinkView, titled: Html): Html {
  const { merchantName, minAmount, currency } = view
  const { mark: sign, digits } = amountParts(minAmount, currency)
  return html`<p class="to">${merchantName}</p>
    ${titled}
    ${isFixed(view) ? html`<p class="amount" data-fit><small>${sign}</small>${digits}</p>` : ''}
    <p class="with">${payPageTexts[view.language].wechatPay}</p>`
}

/** On a page whose heading says something else. */
function what({ title }: LinkView): Html {
  return html`<p class="what">${title}</p>`
}

/** Where a payer begins: they see what it is, say what is asked, and continue. */
export function linkFormPage(view: LinkFormView): Html {
  const texts = linkTexts[view.language]
  const { minAmount, currency, fields, typed, problems } = view
  const isAmountFixed = isFixed(view)
  const body = html`${heading(view, html`<h1>${view.title}</h1>`)}
    <form class="ask" method="post" action="${view.actionPath}">
      ${isAmountFixed ? '' : amountField(view)}
      ${fields.map((field) => answerField(view, field, typed[field.key] ?? '', problems))}
      ${view.isTaken ? html`<p class="note" role="status">${texts.taken}</p>` : ''}
      <button class="act main" type="submit">
        ${isAmountFixed && !view.isTaken ? texts.pay(displayAmount(minAmount, currency)) : texts.continue}
      </button>
      <p class="foot">${texts.confirm}</p>
    </form>`
  return payDocument({ view, title: view.title, body })
}

function amountField(view: LinkFormView): Html {
  const texts = linkTexts[view.language]
  const { currency, minAmount, maxAmount, typed, problems } = view
  const least = displayAmount(minAmount, currency)
  const limits =
    maxAmount >= UNBOUNDED
      ? texts.atLeast(least)
      : texts.between(least, displayAmount(maxAmount, currency))
  const { mark, digits } = amountParts(minAmount, currency)
  return html`<label class="field${problems.includes('amount') ? ' wrong' : ''}">
    <span>${texts.amount} <small>${limits}</small></span>
    <span class="money"
      ><b>${mark}</b
      ><input
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        maxlength="16"
        required
        value="${typed['amount'] ?? ''}"
    /></span>
    ${problems.includes('amount') ? html`<em role="alert">${texts.wrong.amount(digits)}</em>` : ''}
  </label>`
}

function answerField(
  view: LinkFormView,
  { key, label, isRequired }: LinkField,
  value: string,
  problems: readonly string[],
): Html {
  const texts = linkTexts[view.language]
  const isWrong = problems.includes(key)
  return html`<label class="field${isWrong ? ' wrong' : ''}">
    <span>${label} ${isRequired ? '' : html`<small>${texts.optional}</small>`}</span>
    <input
      name="answer.${key}"
      maxlength="${MAX_ANSWER}"
      value="${value}"
      ${isRequired ? html`required` : ''}
    />
    ${isWrong ? html`<em role="alert">${texts.wrong.answer}</em>` : ''}
  </label>`
}

/** For a browser that cannot pay: why, and the same address to scan. */
export function linkScanPage(view: LinkScanView): Html {
  const { qr } = payPageTexts[view.language]
  const body = html`${heading(view, what(view))} ${codeToScan(view)}
    <div class="state">
      <h1>${qr.title}</h1>
      <p class="soft">${qr[view.reason]}</p>
    </div>
    ${onThisPhone(view)}`
  return payDocument({ view, title: qr.title, body, layout: 'full' })
}

/** A payer whose turn has not come. The script asks, and says how long it takes. */
export function linkWaitPage(view: LinkWaitView): Html {
  const { waiting } = linkTexts[view.language]
  const { stale, reload } = payPageTexts[view.language]
  const body = html`${heading(view, what(view))}
    <div class="state" role="status">
      <span class="ring" aria-hidden="true"></span>
      <h1>${waiting.title}</h1>
      <p class="live" data-said>${sayWait(view.waitMs, view.language)}</p>
      <p class="soft">${waiting.text}</p>
      <p class="soft">${waiting.keep}</p>
      <p class="note" data-outcome="stale" hidden>${stale} <a href="" data-reload>${reload}</a></p>
    </div>`
  const live = { statusPath: view.statusPath, status: 'waiting' }
  return payDocument({ view, title: waiting.title, body, live })
}

/** One sentence for somebody who cannot pay here, now or ever. */
export function linkEndedPage(view: LinkEndedView): Html {
  const texts = linkTexts[view.language]
  const { title, text } = texts.ended[view.state]
  const { startsAt, timeZone, language } = view
  const body = html`<p class="to">${view.merchantName}</p>
    <p class="what">${view.title}</p>
    <div class="state">
      ${mark(view.state === 'not_started' ? 'wait' : 'stop')}
      <h1>${title}</h1>
      <p>
        ${text}
        ${startsAt === undefined ? '' : texts.begins(displayTime(startsAt, timeZone, language))}
      </p>
    </div>`
  return payDocument({ view, title, body })
}
