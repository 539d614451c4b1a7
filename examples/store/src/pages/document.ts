import type { Language } from '@tael-examples/common'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { ASSETS } from '../assets.ts'
import { type Cart, countOf } from '../cart.ts'
import { TEXTS } from '../texts.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** The visitor of the page: what every page needs. */
export type Visit = { readonly language: Language; readonly cart: Cart }

type Contents = {
  readonly title: string
  readonly body: Html
  /** Given, the page follows its order with the one script of the shop. */
  readonly script?: string
}

/** One whole page of the shop. */
export function shopDocument({ language, cart }: Visit, { title, body, script }: Contents): Html {
  const texts = TEXTS[language]
  const count = countOf(cart)
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${texts.shop}</title>
        <link rel="icon" href="${ASSETS.icon.path}" />
        <link rel="stylesheet" href="${ASSETS.style.path}" />
        <link rel="stylesheet" href="${ASSETS.drawings.path}" />
        ${script === undefined ? '' : html`<script defer src="${script}"></script>`}
      </head>
      <body>
        <header class="top">
          <a class="brand" href="/">
            <span class="seal" aria-hidden="true">茶</span>
            <span
              >${texts.shop}<small lang="${language === 'en' ? 'zh-Hant' : 'en'}"
                >${texts.shopInOther}</small
              ></span
            >
          </a>
          <a class="basket" href="/cart" aria-label="${texts.cartWith(count)}">
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path
                d="M3.5 9.5h17l-1.8 9.2a1.6 1.6 0 0 1-1.6 1.3H6.900a1.600 1.600 0 0 1-1.600-1.300z"
              />
              <path d="M8 9.500 10.500 4M16 9.500 13.500 4M9.500 13v3.500M14.500 13v3.500" />
            </svg>
            ${count > 0 ? html`<b>${count}</b>` : ''}
          </a>
        </header>
        <main>${body}</main>
        <footer>
          <p><a href="/orders">${texts.orders}</a></p>
          <p>${texts.motto}</p>
          <p>${texts.demo}</p>
        </footer>
      </body>
    </html> `
}
