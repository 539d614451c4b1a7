import { html } from 'hono/html'
import { backLink, type Html, footer, payDocument, staleNote, summary } from './pay-document.ts'
import { payPageTexts } from './texts.ts'
import type { ConfirmingView } from './view.ts'

/** Between the payer's return and the enquiry that proves the result. */
export function confirmingPage(view: ConfirmingView): Html {
  const { confirming } = payPageTexts[view.language]
  const body = html`${summary(view)}
    <div class="state" role="status">
      <span class="ring" aria-hidden="true"></span>
      <h1>${confirming.title}</h1>
      <p class="soft">${confirming.text}</p>
      <p class="note slow">${confirming.slow}</p>
      ${staleNote(view)}
    </div>
    <div class="acts">
      <a class="act plain" href="${view.authorizePath}">${confirming.again}</a>
      ${backLink(view, 'plain')} ${footer(view)}
    </div>`
  return payDocument({
    view,
    title: confirming.title,
    body,
    live: view,
    reloadPath: view.checkedPath,
  })
}
