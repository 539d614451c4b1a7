import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const NAME = 'tael_browser'
const DAY_SECONDS = 24 * 60 * 60

/** The random name by which we know this browser again; nothing about the payer. */
export function readBrowser(c: Context): string | undefined {
  const value = getCookie(c, NAME)
  return value !== undefined && /^[\w-]{22}$/.test(value) ? value : undefined
}

export function giveBrowser(
  c: Context,
  deps: { readonly randomBytes: (size: number) => Uint8Array; readonly publicUrl: string },
): string {
  const browser = Buffer.from(deps.randomBytes(16)).toString('base64url')
  setCookie(c, NAME, browser, {
    path: '/pay',
    httpOnly: true,
    // Lax, not Strict: WeChat's redirect back is a navigation from another site.
    sameSite: 'Lax',
    secure: deps.publicUrl.startsWith('https:'),
    maxAge: DAY_SECONDS,
  })
  return browser
}
