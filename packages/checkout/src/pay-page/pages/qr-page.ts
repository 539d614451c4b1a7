import { html } from 'hono/html'
import {
  backLink,
  type Html,
  expiry,
  footer,
  payDocument,
  staleNote,
  summary,
} from './pay-document.ts'
import { codeToScan, onThisPhone } from './scan-code.ts'
import { payPageTexts } from './texts.ts'
import type { QrView } from './view.ts'

/** For a browser that cannot pay: its own address to scan, and the result as soon as there is one. */
export function qrPage(view: QrView): Html {
  const { qr } = payPageTexts[view.language]
  const body = html`${summary(view)} ${codeToScan(view)}
    <div class="state">
      <h1>${qr.title}</h1>
      <p class="soft">${qr[view.reason]}</p>
      <div role="status">
        <p class="live"><i></i>${qr.waiting}</p>
        ${staleNote(view)}
      </div>
    </div>
    ${onThisPhone(view)} ${backLink(view, 'plain')} ${expiry(view)} ${footer(view)}`
  return payDocument({ view, title: qr.title, body, live: view, layout: 'full' })
}
