import { formatPrice } from '@tael-examples/common'
import { html } from 'hono/html'
import { countOf } from '../cart.ts'
import type { Order } from '../order.ts'
import { TEXTS } from '../texts.ts'
import { type Html, shopDocument, type Visit } from './document.ts'
import { orderState } from './order-page.ts'

/** The orders that were made in this browser, newest first. */
export function ordersPage(visit: Visit, orders: readonly Order[]): Html {
  const { language } = visit
  const texts = TEXTS[language]
  const body =
    orders.length === 0
      ? html`<div class="state">
          <h1>${texts.ordersEmpty}</h1>
          <p>${texts.emptyCartText}</p>
          <p><a class="act" href="/">${texts.back}</a></p>
        </div>`
      : html`<h1>${texts.orders}</h1>
          <ul class="orders sheet">
            ${orders.map(
              ({ id, lines, total, payment }) =>
                html`<li>
                  <a href="/orders/${id}">
                    <span class="number">${id}</span>
                    <span class="amount">${formatPrice(total)}</span>
                    <small>
                      ${lines.map(({ product }) => product.name[language]).join(' · ')}
                      (${countOf(lines)})
                    </small>
                    <small class="standing">${texts.standings[orderState(payment)]}</small>
                  </a>
                </li>`,
            )}
          </ul>`
  return shopDocument(visit, { title: texts.orders, body })
}
