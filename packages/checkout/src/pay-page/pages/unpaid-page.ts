import { html } from 'hono/html'
import {
  backLink,
  type Html,
  expiry,
  footer,
  mark,
  payDocument,
  staleNote,
  summary,
} from './pay-document.ts'
import { payPageTexts } from './texts.ts'
import type { UnpaidView } from './view.ts'

/** The gateway was asked and has no money yet; the page continues to follow the payment. */
export function unpaidPage(view: UnpaidView): Html {
  const texts = payPageTexts[view.language]
  const { title, text } = texts.unpaid[view.kind]
  const { again, check, justPaid } = texts.unpaid
  const body = html`${summary(view)}
    <div class="state" role="status">
      ${mark(view.kind === 'declined' ? 'bad' : 'wait')}
      <h1>${title}</h1>
      <p>${text}</p>
      <p class="soft">${justPaid}</p>
      ${staleNote(view)}
    </div>
    <div class="acts">
      <a class="act main" href="${view.authorizePath}">${again}</a>
      <a class="act quiet" href="${view.checkPath}">${check}</a>
      ${backLink(view, 'plain')} ${expiry(view)} ${footer(view)}
    </div>`
  return payDocument({ view, title, body, live: view })
}
