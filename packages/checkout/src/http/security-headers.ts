import { secureHeaders } from 'hono/secure-headers'
import type { MiddlewareHandler } from 'hono'

/** Pages set their own, wider policy; everything else may load and frame nothing. */
export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    strictTransportSecurity: false,
  })
}
