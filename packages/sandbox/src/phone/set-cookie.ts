/**
 * A site's cookie as the phone must pass it to the browser: for the host in the phone alone, without
 * `Secure` and `SameSite=None`, because the phone has no TLS and is one site throughout. A name that
 * requires `Secure` keeps it: browsers trust `*.localhost` that far.
 */
export function cookieInPhone(cookie: string): string {
  const isBound = /^\s*__(host|secure)-/i.test(cookie)
  return cookie
    .split(';')
    .filter((part, index) => index === 0 || !isDropped(part, isBound))
    .join(';')
}

function isDropped(attribute: string, isBound: boolean): boolean {
  if (/^\s*domain\s*=/i.test(attribute)) return true
  return !isBound && /^\s*(secure\s*$|samesite\s*=\s*none\s*$)/i.test(attribute)
}
