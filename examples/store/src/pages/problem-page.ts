import { html } from 'hono/html'
import { type ShopTexts, TEXTS } from '../texts.ts'
import { type Html, shopDocument, type Visit } from './document.ts'

export type Problem = keyof ShopTexts['problems']

/** What went wrong and what the customer can do; `retryPath` is where trying again helps. */
export function problemPage(visit: Visit, problem: Problem, retryPath?: string): Html {
  const texts = TEXTS[visit.language]
  const { title, text } = texts.problems[problem]
  const body = html`<div class="state problem">
    <h1>${title}</h1>
    <p>${text}</p>
    <p>
      ${
        retryPath === undefined
          ? html`<a class="act" href="/">${texts.back}</a>`
          : html`<a class="act" href="${retryPath}">${texts.tryAgain}</a>`
      }
    </p>
  </div>`
  return shopDocument(visit, { title, body })
}
