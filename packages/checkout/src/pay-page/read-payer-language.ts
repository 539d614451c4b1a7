import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { isLanguage, type Language } from '../language/language.ts'
import { payerLanguage } from '../language/payer-language.ts'

const NAME = 'tael_language'
const YEAR_SECONDS = 365 * 24 * 60 * 60

/** What the payer has chosen, here or before; else what their browser asks for. */
export function readPayerLanguage(c: Context): Language {
  const chosen = c.req.query('lang')
  if (isLanguage(chosen)) {
    setCookie(c, NAME, chosen, { path: '/pay', sameSite: 'Lax', maxAge: YEAR_SECONDS })
    return chosen
  }
  const kept = getCookie(c, NAME)
  if (isLanguage(kept)) return kept
  return payerLanguage({
    userAgent: c.req.header('user-agent'),
    acceptLanguage: c.req.header('accept-language'),
  })
}
