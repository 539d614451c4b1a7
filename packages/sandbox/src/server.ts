import { once } from 'node:events'
import {
  createServer,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { ConnectionCut } from './connection-cut.ts'
import { isSandboxHost } from './is-sandbox-host.ts'
import { refuseForeignHost } from './loopback.ts'

export type ServeOptions = {
  readonly sandbox: { fetch(request: Request): Promise<Response> }
  /** 0 takes a free one. */
  readonly port?: number
  readonly host?: string
  /** Lets machines other than this one reach the sandbox, which protects nothing. */
  readonly allowRemote?: boolean
}

export type SandboxServer = {
  /** Without a slash at its end, such as `http://127.0.0.1:4010`. */
  readonly url: string
  close(): Promise<void>
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])
const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 30_000

/** Serves a sandbox over HTTP, only to this machine by default. */
export async function serveSandbox({
  sandbox,
  port = 4010,
  host = '127.0.0.1',
  allowRemote = false,
}: ServeOptions): Promise<SandboxServer> {
  if (!allowRemote && !LOOPBACK.has(host)) {
    throw new Error(
      `The sandbox listens on this machine only, and ${host} is open to others. It moves no money but shows everything it is sent: pass allowRemote (--allow-remote) if that is meant.`,
    )
  }
  const listener = getRequestListener(
    async (request, { incoming, outgoing }) => {
      try {
        const host = incoming.headers.host ?? ''
        const foreign =
          allowRemote || isLedHere(host, request) ? undefined : refuseForeignHost(host)
        return foreign ?? (await sandbox.fetch(request))
      } catch (error) {
        if (!(error instanceof ConnectionCut)) throw error
        outgoing.destroy()
        return new Response(null, { status: 502 })
      }
    },
    { overrideGlobalObjects: false },
  )
  const server = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
  })
  server.on('request', (incoming, outgoing) => {
    // A Request cannot carry it.
    if (incoming.method === 'TRACE') outgoing.writeHead(405).end()
    else void listener(incoming, printedAsQfpayDoes(outgoing))
  })
  server.listen(port, host)
  await once(server, 'listening').catch((cause: unknown) => {
    const { code, message } = cause as NodeJS.ErrnoException
    const isTaken = code === 'EADDRINUSE'
    throw new Error(isTaken ? `Something listens on ${host}:${port} already` : message, { cause })
  })
  const address = server.address()
  const chosenPort = typeof address === 'object' && address !== null ? address.port : port
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${name}:${chosenPort}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Whether `@tael/sandbox/hosts` may have sent it: other data is only for this machine's names. */
function isLedHere(host: string, { url }: Request): boolean {
  return isSandboxHost(host) && !new URL(url).pathname.startsWith('/_sandbox/')
}

/** Real clients look for the bytes `X-QF-SIGN`; a Response has names in lower case only. */
function printedAsQfpayDoes(outgoing: ServerResponse): ServerResponse {
  const setHeader = outgoing.setHeader.bind(outgoing)
  const writeHead = outgoing.writeHead.bind(outgoing) as (
    status: number,
    headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ) => ServerResponse
  return Object.assign(outgoing, {
    setHeader: (name: string, value: number | string | readonly string[]) =>
      setHeader(printed(name), value),
    writeHead: (status: number, headers?: OutgoingHttpHeaders | OutgoingHttpHeader[]) =>
      writeHead(
        status,
        headers === undefined || Array.isArray(headers)
          ? headers
          : Object.fromEntries(
              Object.entries(headers).map(([name, value]) => [printed(name), value]),
            ),
      ),
  })
}

function printed(name: string): string {
  return name
    .replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/^X-Qf-(.*)$/, (_, rest: string) => `X-QF-${rest.toUpperCase()}`)
}
