import { formatPrice } from '@tael-examples/common'
import { html } from 'hono/html'
import { type Line, MAX_OF_ONE, totalOf } from '../cart.ts'
import { type ShopTexts, TEXTS } from '../texts.ts'
import { type Html, shopDocument, type Visit } from './document.ts'
import { lineList, totalLine } from './lines.ts'

/** The basket. `orderId` is the order that it becomes, however often its form is sent. */
export function cartPage(visit: Visit, orderId: string): Html {
  const { language, cart } = visit
  const texts = TEXTS[language]
  const total = totalOf(cart)
  const body =
    cart.length === 0
      ? html`<div class="state">
          <h1>${texts.emptyCart}</h1>
          <p>${texts.emptyCartText}</p>
          <p><a class="act" href="/">${texts.back}</a></p>
        </div>`
      : html`<h1>${texts.cart}</h1>
          <div class="sheet">
            ${lineList(language, cart, (line) => stepper(texts, line, line.product.name[language]))}
            ${totalLine(language, total)}
          </div>
          <p class="pick-up"><strong>${texts.pickUp}</strong> ${texts.pickUpText}</p>
          <form class="pay" method="post" action="/orders">
            <input type="hidden" name="order" value="${orderId}" />
            <button class="act wechat">${texts.pay(formatPrice(total))}</button>
            <p>${texts.payNote}</p>
          </form>`
  return shopDocument(visit, { title: texts.cart, body })
}

function stepper(texts: ShopTexts, { product, quantity }: Line, name: string): Html {
  return html`<form class="stepper" method="post" action="/cart">
    <input type="hidden" name="product" value="${product.id}" />
    <button name="quantity" value="${quantity - 1}" aria-label="${texts.fewer(name)}">−</button>
    <output aria-label="${texts.quantityOf(name)}">${quantity}</output>
    <button
      name="quantity"
      value="${quantity + 1}"
      aria-label="${texts.more(name)}"
      ${quantity === MAX_OF_ONE ? 'disabled' : ''}
    >
      +
    </button>
  </form>`
}
