import { html } from 'hono/html'
import {
  backLink,
  type Html,
  footer,
  mark,
  payDocument,
  sayOf,
  staleNote,
  summary,
} from './pay-document.ts'
import { payPageTexts } from './texts.ts'
import type { LiveView } from './view.ts'

/** A payment in review: nothing is decided about it, and nobody may pay it, until a person has looked. */
export function heldPage(view: LiveView): Html {
  const { held } = payPageTexts[view.language]
  const body = html`${summary(view)}
    <div class="state" role="status">
      ${mark('wait')}
      <h1>${held.title}</h1>
      <p>${sayOf(held.text, view.merchantName)}</p>
      <p class="soft">${sayOf(held.advice, view.merchantName)}</p>
      ${staleNote(view)}
    </div>
    <div class="acts">${backLink(view, 'main')} ${footer(view)}</div>`
  return payDocument({ view, title: held.title, body, live: view })
}
