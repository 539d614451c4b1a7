import { formatPrice, type Language } from '@tael-examples/common'
import { html } from 'hono/html'
import type { Cart } from '../cart.ts'
import { TEXTS } from '../texts.ts'
import type { Html } from './document.ts'
import { drawing } from './drawings.ts'

/** What is bought, as a receipt says it. `aside` adds to each line. */
export function lineList(
  language: Language,
  lines: Cart,
  aside: (line: Cart[number]) => Html,
): Html {
  return html`<ul class="lines">
    ${lines.map(
      (line) =>
        html`<li>
          ${drawing(line.product.id)}
          <div>
            <a href="/products/${line.product.id}">${line.product.name[language]}</a>
            <small>${line.product.unit[language]} · ${formatPrice(line.product.price)}</small>
          </div>
          ${aside(line)}
          <span class="amount">${formatPrice(line.product.price * line.quantity)}</span>
        </li>`,
    )}
  </ul>`
}

export function totalLine(language: Language, total: number): Html {
  return html`<p class="total">
    <span>${TEXTS[language].total}</span> <strong>${formatPrice(total)}</strong>
  </p>`
}
