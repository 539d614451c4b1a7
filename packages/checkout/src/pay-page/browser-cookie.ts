import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import { giveOwnCookie, readOwnCookie } from '../http/own-cookie.ts'
import { DAY_SECONDS } from '../platform/durations.ts'

const COOKIE = { name: 'tael_browser', path: '/' }

/** The random name by which we recognize this browser; nothing about the payer. */
export function readBrowser(
  c: Context,
  deps: Pick<Deps, 'publicUrl' | 'basePath'>,
): string | undefined {
  const value = readOwnCookie(c, deps, COOKIE)
  return value !== undefined && /^[\w-]{22}$/.test(value) ? value : undefined
}

export function giveBrowser(
  c: Context,
  deps: Pick<Deps, 'randomBytes' | 'publicUrl' | 'basePath'>,
): string {
  const value = Buffer.from(deps.randomBytes(16)).toString('base64url')
  // Lax, not Strict: WeChat's redirect back is a navigation from another site.
  giveOwnCookie(c, deps, { ...COOKIE, value, sameSite: 'Lax', maxAge: DAY_SECONDS })
  return value
}
