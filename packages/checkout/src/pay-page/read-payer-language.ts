import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import { giveOwnCookie, readOwnCookie } from '../http/own-cookie.ts'
import { isLanguage, type Language } from '../language/language.ts'
import { payerLanguage } from '../language/payer-language.ts'

const COOKIE = { name: 'tael_language', path: '/' }
const YEAR_SECONDS = 365 * 24 * 60 * 60

/** The payer's choice, here or earlier; else what their browser asks for. */
export function readPayerLanguage(
  c: Context,
  deps: Pick<Deps, 'publicUrl' | 'basePath'>,
): Language {
  const chosen = c.req.query('lang')
  if (isLanguage(chosen)) {
    giveOwnCookie(c, deps, { ...COOKIE, value: chosen, sameSite: 'Lax', maxAge: YEAR_SECONDS })
    return chosen
  }
  const kept = readOwnCookie(c, deps, COOKIE)
  if (isLanguage(kept)) return kept
  return payerLanguage({
    userAgent: c.req.header('user-agent'),
    acceptLanguage: c.req.header('accept-language'),
  })
}
