import { formatPrice, paymentState } from '@tael-examples/common'
import { html } from 'hono/html'
import { countOf } from '../cart.ts'
import type { Order } from '../order.ts'
import { TEXTS } from '../texts.ts'
import { type Html, shopDocument, type Visit } from './document.ts'

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
              (order) =>
                html`<li>
                  <a href="/orders/${order.id}">
                    <span class="number">${order.id}</span>
                    <span class="amount">${formatPrice(order.total)}</span>
                    <small>
                      ${order.lines.map(({ product }) => product.name[language]).join(' · ')}
                      (${countOf(order.lines)})
                    </small>
                    <small class="standing">${texts.standings[paymentState(order)]}</small>
                  </a>
                </li>`,
            )}
          </ul>`
  return shopDocument(visit, { title: texts.orders, body })
}
