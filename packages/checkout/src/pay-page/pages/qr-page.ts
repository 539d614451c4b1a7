import { html } from 'hono/html'
import { type Html, footer, payDocument, staleNote, summary } from './pay-document.ts'
import { qrCode } from './qr-code.ts'
import { payPageTexts } from './texts.ts'
import type { QrView } from './view.ts'

/** For a browser that cannot pay: its own address to scan, and the result as soon as there is one. */
export function qrPage(view: QrView): Html {
  const { qr } = payPageTexts[view.language]
  const body = html`${summary(view)}
    <div class="code">${qrCode(view.url, qr.code)}</div>
    <div class="state">
      <h1>${qr.title}</h1>
      <p class="soft">${qr[view.reason]}</p>
      <div role="status">
        <p class="live"><i></i>${qr.waiting}</p>
        ${staleNote(view)}
      </div>
    </div>
    <div class="phone">
      <p>${qr.samePhone}</p>
      <button class="act main" type="button" data-copy="${view.url}" data-copied="${qr.copied}">
        ${qr.copy}
      </button>
    </div>
    ${footer(view)}`
  return payDocument({ view, title: qr.title, body, live: view, layout: 'full' })
}
