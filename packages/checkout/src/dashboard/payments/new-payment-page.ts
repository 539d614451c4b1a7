import { html } from 'hono/html'
import { fieldsOf, formProblem, type TypedForm } from '../forms/form.ts'
import { framed, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import type { FrameView } from '../shell/view.ts'
import { newPaymentTexts } from './new-payment-texts.ts'

type NewPaymentView = FrameView &
  TypedForm & { readonly accounts: readonly { readonly id: string; readonly name: string }[] }

/** A payment for one payer, whom the merchant's server does not know of. */
export function newPaymentPage(view: NewPaymentView): Html {
  const texts = newPaymentTexts[view.language]
  const { text, account } = fieldsOf(view)
  const body = html`<a class="back" href="${view.home}/payments"
      >← ${sectionTexts[view.language].payments}</a
    >
    <h1>${texts.add}</h1>
    <p class="soft">${texts.text}</p>
    <form class="card ask" method="post" action="${view.home}/payments">
      ${formProblem(view)} ${account(view.accounts)}
      ${text('reference', texts.reference, html`required maxlength="128"`, { isWide: true, note: texts.referenceNote })}
      ${text('amount', texts.amount, html`required inputmode="decimal" maxlength="16"`)}
      ${text('currency', texts.currency, html`required maxlength="3" pattern="[A-Z]{3}" placeholder="HKD"`)}
      ${text('description', texts.description, html`maxlength="128"`, { isWide: true, note: texts.descriptionNote })}
      ${text('return_url', texts.returnUrl, html`type="url" maxlength="512"`, { isWide: true, note: texts.returnUrlNote })}
      <button class="main">${texts.create}</button>
    </form>`
  return framed(view, { title: texts.add, section: 'payments' }, body)
}
