import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { fetch as undiciFetch } from 'undici'
import { openDispatcher } from '../network/open-network.ts'
import type { Proxies } from '../network/proxies.ts'
import type { Runtime } from '../runtime.ts'
import { isPublicAddress, targetProblem } from './webhook-target.ts'

/** How webhooks leave this server. */
export type WebhookNetwork = {
  readonly fetch: typeof fetch
  /** Endpoints may lie in this server's own network and may speak http: for development. */
  readonly allowPrivate: boolean
}

/** What sending takes from outside. */
export type WebhookRuntime = Runtime & { readonly webhooks: WebhookNetwork }

export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void

/**
 * The network for webhooks, which a merchant's address must not turn against this server: an
 * address is resolved once, judged, and connected to as judged, so a name that changes its mind
 * between the two gains nothing. Redirects are never followed.
 */
export function openWebhookNetwork(options: {
  readonly allowPrivate: boolean
  /** `readProxies(process.env)`. A proxy is given the judged address, never the name. */
  readonly proxies?: Proxies
  /** The machine's own resolver when left out. */
  readonly resolve?: Resolve
}): WebhookNetwork {
  const { allowPrivate, proxies, resolve = resolveByMachine } = options
  const lookup = allowPrivate ? undefined : guardedLookup(resolve)
  const dispatcher = openDispatcher({ ...(proxies && { proxies }), ...(lookup && { lookup }) })
  const send = async (input: string, init: RequestInit): Promise<unknown> => {
    const problem = targetProblem(input, { allowPrivate })
    if (problem !== undefined) throw new TypeError(`The webhook's address ${problem}`)
    return undiciFetch(input, { ...(init as object), dispatcher, redirect: 'manual' })
  }
  return {
    allowPrivate,
    // undici's own fetch and Node's copy of it are one thing under two names.
    fetch: (async (input: string | URL | Request, init: RequestInit = {}) => {
      if (input instanceof Request) throw new TypeError('Give the address and its options apart')
      return send(input.toString(), init)
    }) as typeof fetch,
  }
}

/** Resolves as `net.connect` asks for it, and refuses a name of which any address is private. */
function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses
      if (error !== null || first === undefined) {
        done(error ?? new Error(`${hostname} has no address`), '')
      } else if (!addresses.every(({ address }) => isPublicAddress(address))) {
        done(new Error(`${hostname} leads into a private network`), '')
      } else if (options.all === true) {
        done(null, [...addresses])
      } else {
        done(null, first.address, first.family)
      }
    })
  }
}

const resolveByMachine: Resolve = (hostname, done) => {
  systemLookup(hostname, { all: true }, (error, addresses: readonly LookupAddress[] | undefined) =>
    done(error, addresses ?? []),
  )
}
