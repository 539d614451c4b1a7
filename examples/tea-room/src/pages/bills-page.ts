import { formatPrice, type Language } from '@tael-examples/common'
import { html } from 'hono/html'
import { stateOf } from '../take-payment.ts'
import { TEXTS } from '../texts.ts'
import type { Bill } from '../till.ts'
import { type Html, roomDocument } from './document.ts'

export function billsPage(language: Language, bills: readonly Bill[]): Html {
  const texts = TEXTS[language]
  const body = html`<h1>${texts.bills}</h1>
    <ul class="bills">
      ${bills.map(
        (bill) =>
          html`<li>
            <a href="/bills/${bill.id}">
              <span>${texts.table(bill.table)}<small>${bill.id}</small></span>
              <span class="sum"
                >${formatPrice(bill.total)}<small class="${stateOf(bill)}"
                  >${texts.states[stateOf(bill)].title}</small
                ></span
              >
            </a>
          </li>`,
      )}
    </ul>`
  return roomDocument(language, { title: texts.bills, body })
}
