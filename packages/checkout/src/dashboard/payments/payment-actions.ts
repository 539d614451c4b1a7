import { html } from 'hono/html'
import { confirmation } from '../forms/confirmation.ts'
import { ifMay, type Html } from '../shell/frame.ts'
import { actionTexts } from './action-texts.ts'
import type { PaymentView } from './payment-view.ts'

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
