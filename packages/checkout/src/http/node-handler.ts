import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { notePeer } from './client-address.ts'

/** What Node's own server, Express and similar frameworks call. */
export type NodeHandler = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next?: (error: unknown) => void,
) => void

/**
 * Lets a framework that uses Node's own requests serve a checkout: `app.use(nodeHandler(checkout))`.
 * It answers every path, and needs unparsed bodies: mount it at the root of a host, before any body
 * parser.
 */
export function nodeHandler(handler: {
  readonly fetch: (request: Request) => Promise<Response>
}): NodeHandler {
  const listener = getRequestListener(
    (request, { incoming }) => handler.fetch(notePeer(request, incoming.socket.remoteAddress)),
    { overrideGlobalObjects: false },
  )
  return (incoming, outgoing, next) => {
    if (incoming.readableDidRead) {
      const error = new Error(
        `The body of ${incoming.method} ${incoming.url} was read before it reached the checkout, which needs its bytes: mount nodeHandler(checkout) before express.json() and other parsers.`,
      )
      if (next === undefined) throw error
      next(error)
      return
    }
    void listener(incoming, outgoing)
  }
}
