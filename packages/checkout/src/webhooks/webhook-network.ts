import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'
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

/** Long enough for a slow name server, and over before a connection gives up. */
const DNS_PATIENCE = { timeout: 2_000, tries: 2 }

/**
 * The network for webhooks. A merchant's address must not turn it against this server: it resolves an
 * address once, checks it, and connects to exactly that, so a name gains nothing by changing between the
 * two. It never follows a redirect.
 */
export function openWebhookNetwork(options: {
  readonly allowPrivate: boolean
  /** `readProxies(process.env)`. A proxy gets the checked address, never the name. */
  readonly proxies?: Proxies
  /** Default: the machine's name servers. */
  readonly resolve?: Resolve
}): WebhookNetwork {
  const { allowPrivate, proxies, resolve = resolveByNameServers } = options
  // Names of a private network may stand in /etc/hosts alone, which only the machine's own look-up reads.
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

/**
 * Asks name servers itself. The machine's own look-up waits on one of the few threads on which QFPay, WeChat and the
 * database are looked up too, so a merchant's dead name server would delay those.
 */
export function resolveBy(openResolver: () => Resolver): Resolve {
  return (hostname, done) => {
    // A new one each time: it reads once which name servers the machine has.
    const resolver = openResolver()
    const asked = [resolver.resolve4(hostname), resolver.resolve6(hostname)]
    void Promise.allSettled(asked).then(([v4, v6]) => {
      const addresses = [...found(v4, 4), ...found(v6, 6)]
      const error: unknown = v4?.status === 'rejected' ? v4.reason : null
      done(addresses.length > 0 ? null : (error as NodeJS.ErrnoException | null), addresses)
    })
  }
}

const resolveByNameServers: Resolve = resolveBy(() => new Resolver(DNS_PATIENCE))

/** A name often has addresses of one family only. */
function found(
  answer: PromiseSettledResult<string[]> | undefined,
  family: 4 | 6,
): readonly LookupAddress[] {
  return answer?.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : []
}
