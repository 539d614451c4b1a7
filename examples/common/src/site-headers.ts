import type { Context, MiddlewareHandler } from 'hono'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What every answer of a site says: nothing from elsewhere, nothing kept, nothing told. */
export function siteHeaders(): MiddlewareHandler {
  return async (c, next) => {
    c.header('content-security-policy', `${POLICY}; form-action 'self'`)
    c.header('x-content-type-options', 'nosniff')
    // The number of an order is in its address; the checkout and WeChat need not see it.
    c.header('referrer-policy', 'same-origin')
    c.header('cache-control', 'no-store')
    c.header('vary', 'user-agent, accept-language, cookie')
    await next()
  }
}

/** For pages with the button that pays: `form-action` holds for redirects too, on to WeChat's own. */
export function letFormsLeave(c: Context): void {
  c.header('content-security-policy', POLICY)
}

/** Another site's form must not fill a basket here. Browsers too old to say so send no cookie with it. */
export function isFromOtherSite(c: Context): boolean {
  return c.req.method === 'POST' && c.req.header('sec-fetch-site') === 'cross-site'
}
