import { DAY_MS } from '../platform/durations.ts'

/**
 * Where a merchant wants to be notified of events, and of which. Pure: no clock, no database, no network.
 */
export type WebhookEndpoint = {
  readonly id: string
  readonly accountId: string
  readonly url: string
  readonly description: string | undefined
  /** Types of events, `payment.*` for all that begin with it, `*` for all. */
  readonly eventTypes: readonly string[]
  /** The version of the API whose shapes its webhooks have. */
  readonly apiVersion: string
  /** The newest first. */
  readonly secrets: readonly EndpointSecret[]
  /** Sent with every delivery, for a gateway in front of the merchant's server; names in lower case. */
  readonly headers: EndpointHeaders
  /** Why nothing is sent; undefined while it is enabled. */
  readonly disabledReason: string | undefined
  /** Since when no delivery has succeeded; undefined while they do. */
  readonly failingSince: Date | undefined
  readonly createdAt: Date
}

/** `whsec_` and 32 bytes in base64, as the Standard Webhooks specification writes it. */
export type EndpointSecret = {
  readonly secret: string
  /** ISO 8601. A replaced secret also signs until then; the newest has no end. */
  readonly expiresAt?: string
}

export type EndpointHeaders = Readonly<Record<string, string>>

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,64}$/
/** Headers that belong to the delivery itself or to the connection. */
const OWN_HEADERS =
  /^(content-.*|webhook-.*|proxy-.*|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|user-agent)$/i
/** Printable, and as it arrives: no space at either end. */
const HEADER_VALUE = /^[!-~](?:[ -~]{0,1022}[!-~])?$/
const MAX_HEADERS = 8

/** Why a webhook cannot carry these headers; undefined if it can. Names no value. */
export function headersProblem(headers: EndpointHeaders): string | undefined {
  const names = Object.keys(headers)
  if (names.length > MAX_HEADERS) return `must not be more than ${MAX_HEADERS}`
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    return 'must name each header once'
  }
  for (const name of names) {
    if (!HEADER_NAME.test(name)) return 'must have names of letters, digits and hyphens'
    if (OWN_HEADERS.test(name))
      return `must not contain ${name}, which belongs to the delivery itself`
    if (!HEADER_VALUE.test(headers[name] ?? '')) {
      return `must have values of printable ASCII, up to 1024 characters, without a space at either end; ${name} breaks this`
    }
  }
  return undefined
}

/** Every event of the account reads each of them, and numbers its deliveries by one digit of their ids. */
export const MAX_ENDPOINTS = 16

const OVERLAP_MS = DAY_MS
/** If it is rolled again and again within the overlap; each makes the header longer. */
const MAX_SECRETS = 4
const FAILING_FOR_MS = 5 * DAY_MS

/** What an endpoint may list to get events of this type: all, a kind, or the type itself. */
export function namesOf(type: string): readonly string[] {
  const parts = type.split('.')
  const kinds = parts.slice(1).map((_, end) => `${parts.slice(0, end + 1).join('.')}.*`)
  return ['*', ...kinds, type]
}

/** The secrets that sign at this moment, newest first. */
export function signingSecrets(secrets: readonly EndpointSecret[], now: Date): readonly string[] {
  return secrets.filter((one) => isAlive(one, now)).map(({ secret }) => secret)
}

/** Puts a new secret in front; the old one also signs for a day. */
export function rollSecrets(
  secrets: readonly EndpointSecret[],
  secret: string,
  now: Date,
): readonly EndpointSecret[] {
  const expiresAt = new Date(now.getTime() + OVERLAP_MS).toISOString()
  const older = secrets
    .filter((one) => isAlive(one, now))
    .map((one) => ({ secret: one.secret, expiresAt: one.expiresAt ?? expiresAt }))
  return [{ secret }, ...older].slice(0, MAX_SECRETS)
}

/** Whether an endpoint has failed for so long that apparently nobody needs it any more. */
export function isGivenUp(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= FAILING_FOR_MS
}

function isAlive({ expiresAt }: EndpointSecret, now: Date): boolean {
  return expiresAt === undefined || now.getTime() < Date.parse(expiresAt)
}
