import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { payPageStyle } from './pages/pay-page-style.ts'

/** A file that the pages load. Its name changes with its content. */
export type Asset = { readonly path: string; readonly body: string; readonly type: string }

let script: Asset | undefined

/** The one file that the payer's pages load. Read from the package once. */
export function payPageAssets(): Asset {
  if (script === undefined) {
    const body = readFileSync(new URL('browser/pay.js', import.meta.url), 'utf8')
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
    script = { path: `/assets/pay-${hash}.js`, body, type: 'text/javascript; charset=utf-8' }
  }
  return script
}

/**
 * The Content-Security-Policy of every payer's page. WeChat passes the bridge's messages through hidden
 * frames with its own schemes, which lead nowhere else. `data:`, because a page without an icon has to say so:
 * Safari and Firefox would request one, and report it as a violation of this policy.
 */
export function payPagePolicy(forms: 'none' | 'self' = 'none'): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${payPageStyle.source}`,
    "connect-src 'self'",
    'img-src data:',
    'frame-src weixin: weixinping: weixinpreinject:',
    "base-uri 'none'",
    `form-action '${forms}'`,
    "frame-ancestors 'none'",
  ].join('; ')
}
