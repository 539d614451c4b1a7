import { html } from 'hono/html'
import { displayTime } from '../../language/display-time.ts'
import { type Html, footer, mark, payDocument, summary } from './pay-document.ts'
import { payPageTexts } from './texts.ts'
import type { ResultView, SucceededView, UnsuccessfulView } from './view.ts'

/** What an enquiry has proved: the receipt, or what became of the payment instead. */
export function resultPage(view: ResultView): Html {
  return view.status === 'succeeded' ? receipt(view) : unsuccessful(view)
}

function receipt(view: SucceededView): Html {
  const texts = payPageTexts[view.language]
  const { succeeded } = texts
  const merchant = view.merchantName
  const body = html`<div class="state first" role="status">
      ${mark('good')}
      <h1>${succeeded.title}</h1>
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
            <a class="act main" href="${view.continueUrl}" data-continue>${texts.back(merchant)}</a>
            <p class="foot" role="status" data-leaving hidden>${succeeded.leaving(merchant)}</p>
            <button class="act plain" type="button" data-stay hidden>${succeeded.stay}</button>
          </div>`
    }`
  return payDocument({ view, title: succeeded.title, body })
}

const MARKS = { failed: 'bad', expired: 'wait', canceled: 'stop' } as const

function unsuccessful(view: UnsuccessfulView): Html {
  const texts = payPageTexts[view.language]
  const { [view.status]: words, again, ask, late } = texts.unsuccessful
  const { moneyBack } = view
  const merchant = view.merchantName
  const { payPath, continueUrl, statusPath } = view
  const body = html`${summary(view)}
    <div class="state" role="status">
      ${mark(MARKS[view.status])}
      <h1>${words.title}</h1>
      <p>${words.text}</p>
      ${payPath === undefined ? html`<p>${ask(merchant)}</p>` : ''}
      ${
        moneyBack === undefined
          ? html`<p class="soft">${late(merchant)}</p>`
          : html`<p class="note">${texts.unsuccessful[moneyBack]}</p>`
      }
    </div>
    <div class="acts">
      ${payPath === undefined ? '' : html`<a class="act main" href="${payPath}">${again}</a>`}
      ${continueUrl === undefined ? '' : html`<a class="act quiet" href="${continueUrl}">${texts.back(merchant)}</a>`}
      ${footer(view)}
    </div>`
  const live = statusPath === undefined ? undefined : { statusPath, status: view.status }
  return payDocument({ view, title: words.title, body, live })
}
