import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { openDispatcher } from '../network/open-network.ts'
import type { Proxies } from '../network/proxies.ts'
import { sendBy } from '../network/send-by.ts'
import type { Runtime } from '../runtime.ts'
import { isPublicAddress, targetProblem } from './webhook-target.ts'

/** Only the status of an answer counts, so a body that breaks off or never ends changes nothing. */
const KEPT_BYTES = 1024

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
  return {
    allowPrivate,
    async fetch(input, init = {}) {
      if (input instanceof Request)
        throw new TypeError('Pass the address and its options separately')
      const url = input.toString()
      const problem = targetProblem(url, { allowPrivate })
      if (problem !== undefined) throw new TypeError(`The webhook's address ${problem}`)
      return sendBy(dispatcher, url, init, { most: KEPT_BYTES, evenIfBroken: true })
    },
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
