import { FOLLOW, type Language, readAsset } from '@tael-examples/common'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { TEXTS } from '../texts.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export const STYLE = readAsset(
  new URL('../../browser/', import.meta.url),
  'tea-room.css',
  'text/css',
)

/** One whole page. `follows` lets its script reload it when its state changes. */
export function roomDocument(
  language: Language,
  { title, body, follows = false }: { title: string; body: Html; follows?: boolean },
): Html {
  const { room, demo } = TEXTS[language]
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${room}</title>
        <link rel="stylesheet" href="${STYLE.path}" />
        ${follows ? html`<script defer src="${FOLLOW.path}"></script>` : ''}
      </head>
      <body>
        <header>
          <svg viewBox="0 0 64 48" aria-hidden="true">
            <path class="steam" d="M24 14c-4-5 4-7 0-12M34 14c-4-5 4-7 0-12" />
            <path d="M10 20h38v6a17 17 0 0 1-17 17h-4A17 17 0 0 1 10 26z" />
            <path class="ear" d="M48 23h4a6 6 0 0 1 0 12h-6" />
          </svg>
          <p>${room}</p>
        </header>
        <main>${body}</main>
        <footer>${demo}</footer>
      </body>
    </html> `
}
