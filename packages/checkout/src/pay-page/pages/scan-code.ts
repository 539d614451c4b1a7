import { html } from 'hono/html'
import type { Html } from './pay-document.ts'
import { qrCode } from './qr-code.ts'
import { payPageTexts } from './texts.ts'
import type { PageView, ScanView } from './view.ts'

/** The address of a page as a code to scan. */
export function codeToScan({ language, url }: PageView & ScanView): Html {
  return html`<div class="code">${qrCode(url, payPageTexts[language].qr.code)}</div>`
}

/** For a payer who has only this phone. */
export function onThisPhone({ language, url, reason }: PageView & ScanView): Html {
  const { qr } = payPageTexts[language]
  return html`<div class="phone">
    <p>${qr.samePhone}</p>
    <button class="act main" type="button" data-copy="${url}" data-copied="${qr.copied}">
      ${qr.copy}
    </button>
    <p class="note" data-outcome="not-copied" hidden>
      ${qr.notCopied} <span class="link">${url}</span>
    </p>
    ${reason === 'not-wechat' || reason === 'wecom' ? html`<a class="act quiet" href="weixin://">${qr.openWechat}</a>` : ''}
  </div>`
}
