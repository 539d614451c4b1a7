import { html } from 'hono/html'
import { backLink, type Html, mark, payDocument } from './pay-document.ts'
import { payPageTexts } from './texts.ts'
import type { ProblemView } from './view.ts'

const HOPELESS: readonly ProblemView['problem'][] = [
  'link-unknown',
  'account',
  'disabled',
  'too-many-attempts',
]

/** What went wrong, what that means for the payer's money, what to do, what to tell support. */
export function problemPage(view: ProblemView): Html {
  const texts = payPageTexts[view.language].problem
  const { title, text } = texts[view.problem]
  const retryPath = HOPELESS.includes(view.problem) ? undefined : view.retryPath
  const body = html`${view.merchantName === undefined ? '' : html`<p class="to">${view.merchantName}</p>`}
    <div class="state">
      ${mark(['busy', 'too-many-attempts'].includes(view.problem) ? 'wait' : 'stop')}
      <h1>${title}</h1>
      <p>${text}</p>
    </div>
    <div class="acts">
      ${retryPath === undefined ? '' : html`<a class="act main" href="${retryPath}">${texts.retry}</a>`}
      ${backLink(view, retryPath === undefined ? 'main' : 'quiet')}
      <p class="foot">${texts.supportId} ${view.supportId}</p>
    </div>`
  return payDocument({ view, title, body })
}
