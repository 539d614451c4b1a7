import type { MiddlewareHandler } from 'hono'
import ipaddr from 'ipaddr.js'
import { isPrivate } from '../platform/network-of.ts'
import type { ApiEnv } from './api.ts'

const peers = new WeakMap<Request, string>()

/**
 * Remembers from which address a request came over its socket. A private one is a proxy of ours, and what the proxy
 * adds to `X-Forwarded-For` counts.
 */
export function notePeer(request: Request, address: string | undefined): Request {
  if (address !== undefined) peers.set(request, address)
  return request
}

/** Tells the routes from which address a request comes, where the server knows it. */
export const clientAddress: MiddlewareHandler<ApiEnv> = async (c, next) => {
  c.set('address', addressOf(peers.get(c.req.raw), c.req.header('x-forwarded-for')))
  await next()
}

/**
 * The address behind the last proxy. A private peer is our own proxy, which adds the address that it sees
 * to the end of `X-Forwarded-For`; what a client writes itself stands before that, and is not believed.
 */
export function addressOf(
  peer: string | undefined,
  forwardedFor: string | undefined,
): string | undefined {
  const own = plain(peer)
  if (own === undefined || !isPrivate(own)) return own
  return plain(forwardedFor?.split(',').at(-1)?.trim()) ?? own
}

/** Without a zone, and an IPv4 address that is written as IPv6 as what it is. */
function plain(address: string | undefined): string | undefined {
  const text = address?.split('%')[0]
  return text !== undefined && ipaddr.isValid(text) ? ipaddr.process(text).toString() : undefined
}
