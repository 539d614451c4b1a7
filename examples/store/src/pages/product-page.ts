import { formatPrice } from '@tael-examples/common'
import { html } from 'hono/html'
import { MAX_OF_ONE, quantityOf } from '../cart.ts'
import type { Product } from '../catalogue.ts'
import { TEXTS } from '../texts.ts'
import { type Html, shopDocument, type Visit } from './document.ts'
import { drawing } from './drawings.ts'

/** One product, and how many of it to put in the basket. */
export function productPage(visit: Visit, product: Product): Html {
  const { language, cart } = visit
  const texts = TEXTS[language]
  const inCart = quantityOf(cart, product)
  const choices = Array.from({ length: MAX_OF_ONE }, (_, index) => index + 1)
  const body = html`<p class="back"><a href="/">${texts.back}</a></p>
    <article class="product">
      ${drawing(product.id)}
      <div>
        <h1>${product.name[language]}</h1>
        <p class="taste">${product.taste[language]}</p>
        <p class="price">${formatPrice(product.price)} <small>${product.unit[language]}</small></p>
        <p class="story">${product.story[language]}</p>
        <dl class="advice">
          <dt>${product.kind === 'tea' ? texts.brewing : texts.care}</dt>
          <dd>${product.advice[language]}</dd>
        </dl>
        <form class="add" method="post" action="/cart">
          <input type="hidden" name="product" value="${product.id}" />
          <label>
            <span>${texts.quantity}</span>
            <select name="quantity">
              ${choices.map(
                (choice) =>
                  html`<option ${choice === (inCart || 1) ? 'selected' : ''}>${choice}</option>`,
              )}
            </select>
          </label>
          <button class="act">${inCart > 0 ? texts.update : texts.add}</button>
        </form>
      </div>
    </article>`
  return shopDocument(visit, { title: product.name[language], body })
}
