import { html } from 'hono/html'
import type { Html } from '../shell/frame.ts'
import type { PaymentView } from './payment-view.ts'
import { reviewTexts } from './review-texts.ts'

/** For a payment in review: asks what the operator who has looked at it found. */
export function reviewForm({ language, review, permissions }: PaymentView): Html | string {
  if (review === undefined || !permissions.includes('refund')) return ''
  const texts = reviewTexts[language]
  const { problem } = review
  return html`<section class="review">
    <h2>${texts.title}</h2>
    <form class="card" method="post" action="${review.path}">
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
      <input type="hidden" name="seen" value="${review.seen}" />
      <button class="main">${texts.submit}</button>
    </form>
  </section>`
}
