import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { notePeer } from './client-address.ts'

export type HttpServer = {
  /** Without a slash at its end, such as `http://127.0.0.1:4000`. */
  readonly url: string
  /** Accepts no new requests, waits a while for those under way, then cuts them. */
  readonly close: () => Promise<void>
}

const HEADER_BYTES = 16 * 1024
/** Longer than the 60 s of load balancers: the server must not close first, just as a request comes. */
const IDLE_MS = 75_000
const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 30_000
/** How often Node checks for timeouts; half a minute by default. */
const CHECK_EVERY_MS = 1_000
const GRACE_MS = 5_000

/** Serves a handler over HTTP, only to this machine by default. Port 0 takes a free one. */
export async function serveHttp(
  handler: { readonly fetch: (request: Request) => Promise<Response> },
  { port, host = '127.0.0.1' }: { readonly port: number; readonly host?: string },
): Promise<HttpServer> {
  // Unlike a framework's, this process is the server's own: its Response may be one that is written without a stream.
  const listener = getRequestListener(
    (request, { incoming }) => handler.fetch(notePeer(request, incoming.socket.remoteAddress)),
    { overrideGlobalObjects: true },
  )
  const server = createServer({
    maxHeaderSize: HEADER_BYTES,
    keepAliveTimeout: IDLE_MS,
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  })
  server.on('request', (incoming, outgoing) => {
    // TRACE's answer would repeat cookies and keys; a Request cannot carry it either.
    if (incoming.method === 'TRACE') return void outgoing.writeHead(405).end()
    // A browser keeps its connection open; while we close, its last answer must end it.
    outgoing.once('close', () => server.listening || server.closeIdleConnections())
    void listener(incoming, outgoing)
  })
  server.listen(port, host)
  await once(server, 'listening').catch((cause: unknown) => {
    const { code, message } = cause as NodeJS.ErrnoException
    const isTaken = code === 'EADDRINUSE'
    throw new Error(isTaken ? `Another program already listens on ${host}:${port}` : message, {
      cause,
    })
  })
  const address = server.address()
  const chosen = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const cut = AbortSignal.timeout(GRACE_MS)
      cut.addEventListener('abort', () => server.closeAllConnections())
      await closed
    },
  }
}
