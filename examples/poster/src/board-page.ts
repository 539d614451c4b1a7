import { FOLLOW, formatPrice, type Language, readAsset } from '@tael-examples/common'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { CUPS, type Campaign } from './campaign.ts'
import { TEXTS } from './texts.ts'

export const STYLE = readAsset(new URL('../browser/', import.meta.url), 'board.css', 'text/css')

const LANGUAGES = [
  ['en', 'English'],
  ['zh-Hans', '简体中文'],
  ['zh-Hant', '繁體中文'],
] as const

export function boardPage(
  language: Language,
  { paid, amount_paid }: Campaign,
): HtmlEscapedString | Promise<HtmlEscapedString> {
  const texts = TEXTS[language]
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>${texts.title}</title>
        <link rel="stylesheet" href="${STYLE.path}" />
        <script defer src="${FOLLOW.path}"></script>
      </head>
      <body>
        <main>
          <svg class="pier" viewBox="0 0 400 150" aria-hidden="true">
            <circle class="sun" cx="292" cy="62" r="34" />
            <path class="hill" d="M0 100q60-60 120-26 40-40 96-6 60-46 110-4 40-22 74-6v92H0z" />
            <path class="sea" d="M0 104h400v46H0z" />
            <path
              class="boat"
              d="M118 96h92l-14 20h-66zM158 92V34q34 20 34 58zM152 92V48q-24 18-26 44z"
            />
            <path class="wave" d="M12 126h54M96 136h70M214 126h60M300 138h72" />
          </svg>
          <h1>${texts.title}</h1>
          <p>${texts.text}</p>
          <section class="count" role="status" data-follow="/state" data-state="${paid}">
            <p><b>${formatPrice(amount_paid)}</b> ${texts.raised}</p>
            <progress value="${paid}" max="${CUPS}" aria-label="${texts.raised}"></progress>
            <p>${texts.cups(paid, CUPS)}</p>
          </section>
          <section class="scan">
            <img src="/code.svg" alt="${texts.scan}" width="132" height="132" />
            <div>
              <h2>${texts.scan}</h2>
              <p>${texts.scanText}</p>
            </div>
          </section>
          <p class="posters">
            ${texts.posters}
            ${LANGUAGES.map(
              ([tag, name]) => html`<a href="/poster-${tag}.pdf" lang="${tag}">${name}</a> `,
            )}
          </p>
        </main>
        <footer>${texts.demo}</footer>
      </body>
    </html> `
}
