import { formatPrice, type Language, secondPayment } from '@tael-examples/common'
import { html } from 'hono/html'
import { type BillState, stateOf } from '../take-payment.ts'
import { TEXTS } from '../texts.ts'
import type { Bill } from '../till.ts'
import { type Html, roomDocument } from './document.ts'

/** Money that came too late is on its way back, so the bill is as open as before. */
const PAYABLE: ReadonlySet<BillState> = new Set([
  'unpaid',
  'confirming',
  'lateRefunding',
  'lateRefunded',
])

/** The bill as on paper; and how to pay it, or that it is paid. */
export function billPage(language: Language, bill: Bill): Html {
  const texts = TEXTS[language]
  const state = stateOf(bill)
  const isPayable = PAYABLE.has(state)
  const second = secondPayment(bill)
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
      ${second ? html`<p class="twice">${texts.paidTwice[second.isBack ? 'isBack' : 'onItsWay'](formatPrice(second.amount))}</p>` : ''}
    </section>
    ${
      isPayable
        ? html`<form method="post" action="/bills/${bill.id}/pay">
            <button class="${state}">
              ${state === 'confirming' ? texts.goOn : texts.pay(formatPrice(bill.total))}
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
