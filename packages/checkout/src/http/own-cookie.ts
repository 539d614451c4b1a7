import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** One of our cookies, and the part of the site that it is for. */
export type OwnCookie = { readonly name: string; readonly path: string }
type At = { readonly publicUrl: string; readonly basePath: string }
type Attributes = { readonly sameSite: 'Lax' | 'Strict'; readonly maxAge: number }

export function readOwnCookie(c: Context, at: At, cookie: OwnCookie): string | undefined {
  return getCookie(c, nameOf(at, cookie))
}

/** For the browser alone: no script reads it, and with TLS no plain connection carries it. */
export function giveOwnCookie(
  c: Context,
  at: At,
  { value, ...cookie }: OwnCookie & Attributes & { readonly value: string },
): void {
  const { sameSite, maxAge } = cookie
  const secure = isSecure(at)
  setCookie(c, nameOf(at, cookie), value, {
    path: pathOf(at, cookie),
    httpOnly: true,
    sameSite,
    secure,
    maxAge,
  })
}

export function takeOwnCookie(c: Context, at: At, cookie: OwnCookie): void {
  deleteCookie(c, nameOf(at, cookie), { path: pathOf(at, cookie), secure: isSecure(at) })
}

/**
 * On a host of its own: a name that no other host of the domain can set, for the whole host. Below a
 * path: for that path only, because the host is not ours.
 */
function nameOf(at: At, { name }: OwnCookie): string {
  if (!isSecure(at)) return name
  return at.basePath === '' ? `__Host-${name}` : `__Secure-${name}`
}

function pathOf(at: At, { path }: OwnCookie): string {
  return isSecure(at) && at.basePath === '' ? '/' : at.basePath + path
}

function isSecure({ publicUrl }: At): boolean {
  return publicUrl.startsWith('https:')
}
