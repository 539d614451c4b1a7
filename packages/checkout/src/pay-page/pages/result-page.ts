import { html } from 'hono/html'
import { displayAmount } from '../../language/display-amount.ts'
import { displayTime } from '../../language/display-time.ts'
import { backLink, type Html, footer, mark, payDocument, sayOf, summary } from './pay-document.ts'
import { payPageTexts } from './texts.ts'
import type { PaidTwiceView, ResultView, SucceededView, UnsuccessfulView } from './view.ts'

/** What an enquiry has proved: the receipt, or what happened to the payment instead. */
export function resultPage(view: ResultView): Html {
  return view.status === 'succeeded' ? receipt(view) : unsuccessful(view)
}

function receipt(view: SucceededView): Html {
  const texts = payPageTexts[view.language]
  const { succeeded } = texts
  const merchant = view.merchantName
  const { title, said, isPlain } = standing(view)
  const body = html`<div class="state first" role="status">
      ${mark(isPlain ? 'good' : 'back')}
      <h1>${title}</h1>
      ${said.map((sentence) => html`<p>${sentence}</p>`)}
      ${view.message === undefined ? '' : html`<p>${view.message}</p>`}
    </div>
    ${summary(view)}
    <dl class="facts">
      <div>
        <dt>${succeeded.paidAt}</dt>
        <dd>
          <time datetime="${new Date(view.paidAt).toISOString()}"
            >${displayTime(view.paidAt, view.timeZone, view.language)}</time
          >
        </dd>
      </div>
      <div>
        <dt>${texts.reference}</dt>
        <dd>${view.reference}</dd>
      </div>
    </dl>
    ${
      view.continueUrl === undefined
        ? ''
        : html`<div class="acts">
            ${backLink(view, 'main', isPlain)}
            <p class="foot" role="status" data-leaving hidden>
              ${sayOf(succeeded.leaving, merchant)}
            </p>
            <button class="act plain" type="button" data-stay hidden>${succeeded.stay}</button>
          </div>`
    }`
  return payDocument({ view, title, body })
}

/** Paid, or how much of it was refunded since. */
function standing({ language, amount, currency, moneyBack }: SucceededView): {
  readonly title: string
  readonly said: readonly string[]
  readonly isPlain: boolean
} {
  const { succeeded } = payPageTexts[language]
  const { onItsWay, refunded } = moneyBack
  const show = (part: number): string => displayAmount(part, currency)
  const wholly = ({ title, text }: { readonly title: string; readonly text: string }) => ({
    title,
    said: [text],
    isPlain: false,
  })
  if (refunded >= amount) return wholly(succeeded.refunded)
  if (onItsWay + refunded >= amount) return wholly(succeeded.refunding)
  const said = [
    ...(refunded > 0 ? [succeeded.partBack(show(refunded))] : []),
    ...(onItsWay > 0 ? [succeeded.partOnItsWay(show(onItsWay))] : []),
  ]
  return { title: succeeded.title, said, isPlain: said.length === 0 }
}

/** For a payer whose own money came second: the receipt of the first is not theirs. */
export function paidTwicePage(view: PaidTwiceView): Html {
  const { paidTwice } = payPageTexts[view.language]
  const body = html`${summary(view)}
    <div class="state" role="status">
      ${mark('back')}
      <h1>${paidTwice.title}</h1>
      <p>${paidTwice[view.moneyBack]}</p>
    </div>
    <div class="acts">${backLink(view, 'main')} ${footer(view)}</div>`
  return payDocument({ view, title: paidTwice.title, body })
}

const MARKS = { failed: 'bad', expired: 'wait', canceled: 'stop' } as const

function unsuccessful(view: UnsuccessfulView): Html {
  const texts = payPageTexts[view.language]
  const { [view.status]: words, ask, again, late } = texts.unsuccessful
  const { moneyBack, statusPath, againPath } = view
  const merchant = view.merchantName
  const body = html`${summary(view)}
    <div class="state" role="status">
      ${mark(moneyBack === undefined ? MARKS[view.status] : 'back')}
      <h1>${words.title}</h1>
      <p>${moneyBack === undefined ? words.text : texts.unsuccessful[moneyBack]}</p>
      ${againPath === undefined ? html`<p>${sayOf(ask, merchant)}</p>` : ''}
      ${moneyBack === undefined ? html`<p class="soft">${sayOf(late, merchant)}</p>` : ''}
    </div>
    <div class="acts">
      ${againPath === undefined ? '' : html`<a class="act main" href="${againPath}">${again}</a>`}
      ${backLink(view, againPath === undefined ? 'main' : 'quiet')} ${footer(view)}
    </div>`
  const live = statusPath === undefined ? undefined : { statusPath, status: view.status }
  return payDocument({ view, title: words.title, body, live })
}
