import { html } from 'hono/html'
import { actionTexts } from './action-texts.ts'
import { confirmation } from './confirmation.ts'
import { ifMay, type Html } from './frame.ts'
import type { PaymentView } from './view.ts'

/** What an operator can do about a payment now. */
export function paymentActions(view: PaymentView): Html {
  const texts = actionTexts[view.language]
  const { path, canRefund, canCancel } = view.actions
  return html`<div class="actions" role="group" aria-label="${texts.title}">
    ${canRefund ? ifMay(view, 'refund', html`<a class="button" href="${path}/refund">${texts.refund}</a>`) : ''}
    <form method="post" action="${path}/enquire"><button>${texts.enquire}</button></form>
    ${
      canCancel
        ? ifMay(
            view,
            'create_payments',
            confirmation({
              path: `${path}/cancel`,
              ask: texts.cancel,
              text: texts.cancelText,
              sure: texts.cancelSure,
            }),
          )
        : ''
    }
  </div>`
}

/** What became of the last action, once. */
export function outcomeOf({ outcome }: PaymentView): Html | string {
  if (outcome === undefined) return ''
  return html`<p class="alert ${outcome.isBad ? '' : 'good'} outcome" role="status">
    ${outcome.text}
  </p>`
}

export function noteForm({ language, actions }: PaymentView): Html {
  const texts = actionTexts[language]
  return html`<form class="card note" method="post" action="${actions.path}/notes">
    <label for="new-note">${texts.note}</label>
    <textarea
      id="new-note"
      name="text"
      rows="2"
      maxlength="1000"
      required
      aria-describedby="note-hint"
    ></textarea>
    <input type="hidden" name="note" value="${actions.noteId}" />
    <p class="soft small" id="note-hint">${texts.noteHint}</p>
    <button>${texts.addNote}</button>
  </form>`
}
