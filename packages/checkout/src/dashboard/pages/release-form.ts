import { html } from 'hono/html'
import type { Html } from './frame.ts'
import { dashboardTexts } from './texts.ts'
import type { PaymentView } from './view.ts'

/** For a payment that needs attention: what the operator who has looked at it found. */
export function releaseForm({ language, release }: PaymentView): Html | string {
  if (release === undefined) return ''
  const { release: texts } = dashboardTexts[language]
  const { problem } = release
  return html`<section class="release">
    <h2>${texts.title}</h2>
    <form class="card" method="post" action="${release.path}">
      <p>${texts.text}</p>
      ${problem === undefined ? '' : html`<p class="alert" role="alert" id="problem">${texts[problem]}</p>`}
      <label for="note">${texts.note}</label>
      <textarea
        id="note"
        name="note"
        rows="3"
        maxlength="300"
        required
        aria-describedby="hint${problem === undefined ? '' : ' problem'}"
      ></textarea>
      <p class="soft small" id="hint">${texts.hint}</p>
      <label class="check"
        ><input type="checkbox" name="sure" value="yes" required />${texts.sure}</label
      >
      <input type="hidden" name="seen" value="${release.seen}" />
      <button class="main">${texts.submit}</button>
    </form>
  </section>`
}
