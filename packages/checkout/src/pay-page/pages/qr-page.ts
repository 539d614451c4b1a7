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
      <p class="note" data-outcome="not-copied" hidden>
        ${qr.notCopied} <span class="link">${view.url}</span>
      </p>
      ${view.reason === 'not-wechat' || view.reason === 'wecom' ? html`<a class="act quiet" href="weixin://">${qr.openWechat}</a>` : ''}
    </div>
    ${backLink(view, 'plain')} ${expiry(view)} ${footer(view)}`
  return payDocument({ view, title: qr.title, body, live: view, layout: 'full' })
}
