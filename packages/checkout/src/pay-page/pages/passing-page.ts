import { html } from 'hono/html'
import { type Html, payDocument } from './pay-document.ts'
import { payPageTexts } from './texts.ts'
import type { PassingView } from './view.ts'

/** Sets the cookie with a whole page, because some WebViews lose those of redirects. Moves on automatically. */
export function passingPage(view: PassingView): Html {
  const { passing } = payPageTexts[view.language]
  const body = html`<p class="to">${view.merchantName}</p>
    <div class="state">
      <span class="ring" aria-hidden="true"></span>
      <h1>${passing.title}</h1>
      <p class="soft">${passing.text}</p>
    </div>
    <div class="acts">
      <a class="act main" href="${view.onwardPath}" data-onward>${passing.onward}</a>
    </div>`
  return payDocument({ view, title: passing.title, body })
}
