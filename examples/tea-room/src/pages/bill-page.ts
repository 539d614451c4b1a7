import { formatPrice, type Language } from '@tael-examples/common'
import { html } from 'hono/html'
import { stateOf } from '../take-payment.ts'
import { TEXTS } from '../texts.ts'
import type { Bill } from '../till.ts'
import { type Html, roomDocument } from './document.ts'

/** The bill as on paper; and how to pay it, or that it is paid. */
export function billPage(language: Language, bill: Bill): Html {
  const texts = TEXTS[language]
  const state = stateOf(bill)
  const isPayable = state === 'open' || state === 'confirming'
  const { title, text } = texts.states[state]
  const body = html`<h1>${texts.bill}</h1>
    <div class="paper ${state}">
      <p class="where">
        <b>${texts.table(bill.table)}</b> <small>${texts.number} ${bill.id}</small>
      </p>
      <ul>
        ${bill.lines.map(({ dish, count, amount }) => line(`${count} × ${dish[language]}`, amount))}
        ${line(texts.service, bill.service)} ${line(texts.total, bill.total)}
      </ul>
    </div>
    <section
      class="state ${state}"
      role="status"
      ${isPayable ? html`data-follow="/bills/${bill.id}/state" data-state="${state}"` : ''}
    >
      <h2>${title}</h2>
      <p>${text}</p>
    </section>
    ${
      isPayable
        ? html`<form method="post" action="/bills/${bill.id}/pay">
            <button class="${state}">
              ${state === 'open' ? texts.pay(formatPrice(bill.total)) : texts.goOn}
            </button>
          </form>`
        : ''
    }
    <p class="all"><a href="/bills">${texts.all}</a></p>`
  return roomDocument(language, {
    title: `${texts.bill}, ${texts.table(bill.table)}`,
    body,
    follows: isPayable,
  })
}

function line(what: string, amount: number): Html {
  return html`<li><span>${what}</span> <span class="sum">${formatPrice(amount)}</span></li>`
}
