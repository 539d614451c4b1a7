import { request as requestPlainly } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { NO_PROXIES, proxyFor, type Proxies } from './proxies.ts'
import { sendBy } from './send-by.ts'

const CONNECT_WITHIN_MS = 10_000
/** Node gives each address of a name 250 ms, which is too short for all of them on a long route. */
const LONG_ROUTE = { autoSelectFamilyAttemptTimeout: 2_500 }
/** More than a client accepts: it says itself that this is too much. */
const MOST_BYTES = 4 * 1024 * 1024

export type Outgoing = {
  readonly proxies?: Proxies
  /** Decides which address a name leads to, even behind a proxy. */
  readonly lookup?: LookupFunction
}

/** The network for QFPay and WeChat: patient with long routes, through the configured proxies; follows no redirect. */
export function openNetwork(outgoing: Outgoing = {}): typeof fetch {
  const dispatcher = openDispatcher(outgoing)
  return async (input, init = {}) => {
    if (input instanceof Request) throw new TypeError('Pass the address and its options separately')
    return sendBy(dispatcher, String(input), init, { most: MOST_BYTES })
  }
}

/** Connects directly or through a proxy; with a `lookup`, to the address that it returns. */
export function openDispatcher({ proxies = NO_PROXIES, lookup }: Outgoing): Dispatcher {
  const direct = buildConnector({
    timeout: CONNECT_WITHIN_MS,
    ...LONG_ROUTE,
    ...(lookup && { lookup }),
  })
  return new Agent({
    maxHeaderSize: 16 * 1024,
    connect(options, done) {
      const proxy = proxyFor(proxies, options)
      if (proxy === undefined) {
        direct(options, done)
        return
      }
      const tunnel = async (): Promise<Socket> => {
        const host = lookup ? await addressOf(options.hostname, lookup) : options.hostname
        const port = options.port || (options.protocol === 'https:' ? '443' : '80')
        return askProxy(proxy, `${isIP(host) === 6 ? `[${host}]` : host}:${port}`)
      }
      tunnel().then(
        (httpSocket) =>
          options.protocol === 'https:'
            ? direct({ ...options, httpSocket }, done)
            : done(null, httpSocket),
        (error: unknown) => done(error as Error, null),
      )
    },
  })
}

async function addressOf(hostname: string, lookup: LookupFunction): Promise<string> {
  if (isIP(hostname) !== 0) return hostname
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  lookup(hostname, { all: false }, (error, address) => {
    if (error === null && typeof address === 'string') resolve(address)
    else reject(error ?? new Error(`${hostname} has no address`))
  })
  return promise
}

/** A connection through a proxy to `target`, such as `shop.example.com:443`. */
async function askProxy(proxy: URL, target: string): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const request = proxy.protocol === 'https:' ? requestSecurely : requestPlainly
  const user = decodeURIComponent(`${proxy.username}:${proxy.password}`)
  const asked = request({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: target,
    headers: {
      host: target,
      ...(user !== ':' && {
        'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}`,
      }),
    },
    agent: false,
    timeout: CONNECT_WITHIN_MS,
    ...LONG_ROUTE,
  })
  const refused = (how: string): Error => new Error(`The proxy ${proxy.host} ${how}`)
  asked.on('connect', ({ statusCode }, socket) => {
    if (statusCode === 200) {
      resolve(socket)
      return
    }
    socket.destroy()
    reject(refused(`refused a connection to ${target}: ${statusCode}`))
  })
  asked.on('response', ({ statusCode }) => {
    asked.destroy()
    reject(refused(`refused a connection to ${target}: ${statusCode}`))
  })
  asked.on('timeout', () => asked.destroy(refused('does not answer')))
  asked.on('error', reject)
  asked.end()
  return promise
}
