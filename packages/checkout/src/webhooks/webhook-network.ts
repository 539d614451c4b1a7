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
  /** Endpoints may lie in this server's own network and may use http: for development. */
  readonly allowPrivate: boolean
}

/** What sending needs from outside. */
export type WebhookRuntime = Runtime & { readonly webhooks: WebhookNetwork }

export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void

/**
 * The network for webhooks. A merchant's address must not turn it against this server: it resolves an
 * address once, checks it, and connects to exactly that, so a name gains nothing by changing between the
 * two. It never follows a redirect.
 */
export function openWebhookNetwork(options: {
  readonly allowPrivate: boolean
  /** `readProxies(process.env)`. A proxy gets the checked address, never the name. */
  readonly proxies?: Proxies
  /** Default: the machine's own resolver. */
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
    // undici's own fetch and Node's copy of it are the same under two names.
    fetch: (async (input: string | URL | Request, init: RequestInit = {}) => {
      if (input instanceof Request)
        throw new TypeError('Pass the address and its options separately')
      return send(input.toString(), init)
    }) as typeof fetch,
  }
}

/** Resolves like `net.connect`, and refuses a name if any of its addresses is private. */
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
