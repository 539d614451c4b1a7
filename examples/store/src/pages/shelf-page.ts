import { formatPrice } from '@tael-examples/common'
import { html } from 'hono/html'
import { CATALOGUE } from '../catalogue.ts'
import { TEXTS } from '../texts.ts'
import { type Html, shopDocument, type Visit } from './document.ts'
import { drawing } from './drawings.ts'
import { harbour } from './harbour.ts'

/** Everything the shop sells. */
export function shelfPage(visit: Visit): Html {
  const { language } = visit
  const texts = TEXTS[language]
  const body = html`<section class="welcome">
      ${harbour()}
      <div>
        <h1>${texts.welcome}</h1>
        <p>${texts.introduction}</p>
      </div>
    </section>
    <h2 class="over">${texts.shelf}</h2>
    <ul class="shelf">
      ${CATALOGUE.map(
        ({ id, name, taste, unit, price }) =>
          html`<li>
            <a class="card" href="/products/${id}">
              ${drawing(id)}
              <span class="name">${name[language]}</span>
              <span class="taste">${taste[language]}</span>
              <span class="price">${formatPrice(price)} <small>${unit[language]}</small></span>
            </a>
          </li>`,
      )}
    </ul>`
  return shopDocument(visit, { title: texts.shelf, body })
}
