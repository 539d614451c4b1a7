import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../platform/durations.ts'

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const

/**
 * One event on its way to one endpoint. Pure: no clock, no database, no network.
 *
 *     pending -> delivered | failed      (and from each of them -> pending, when it is replayed)
 */
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

export type WebhookDelivery = {
  readonly id: string
  readonly endpointId: string
  /** The payment or the reconciliation that the event is about. */
  readonly subjectId: string
  readonly of: 'payment' | 'reconciliation'
  /** Also the `webhook-id`: the same for every try and replay, so that a receiver recognizes it. */
  readonly eventId: string
  /** The event's place among its subject's events. */
  readonly sequence: number
  readonly type: string
  /** The body exactly as it is sent and signed. */
  readonly payload: string
  readonly status: DeliveryStatus
  readonly tries: number
  readonly nextTryAt: Date | undefined
  /** While a process is sending it. */
  readonly leasedUntil: Date | undefined
  readonly triedAt: Date | undefined
  readonly durationMs: number | undefined
  readonly responseStatus: number | undefined
  readonly responseBody: string | undefined
  /** Why the last try did not deliver it. */
  readonly failure: string | undefined
  readonly createdAt: Date
}

/** Which deliveries to resend: those created from `since` on, and before `until`. */
export type ReplayRange = {
  readonly since: Date
  readonly until?: Date | undefined
  readonly includeDelivered: boolean
}

/** The result of one try. */
export type TryAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** The beginning of it. */
      readonly body: string
      readonly retryAfter: string | undefined
    }
  | { readonly kind: 'unanswered'; readonly reason: string }

export type TryVerdict =
  | { readonly status: 'delivered' }
  | (NotDelivered & { readonly status: 'pending'; readonly nextTryAt: Date })
  | (NotDelivered & { readonly status: 'failed'; readonly isGone: boolean })

type NotDelivered = {
  readonly failure: string
  /** The endpoint exists and does not want this event: no later one waits for it. */
  readonly isRefused: boolean
}

/** The waits between tries, ten tries over three days; the first try is immediate. */
const WAITS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]
/** Each wait grows by up to a tenth, so that deliveries that failed together do not return together. */
const JITTER = 0.1
/** No receiver can postpone a try for longer. */
const MAX_RETRY_AFTER_MS = 24 * HOUR_MS

/** What handlers answer to an event that they do not know. */
export const REFUSALS: readonly number[] = [400, 404, 405, 422]

/** For how long later events of its subject wait for one that fails: until about its third try. */
export const HOLD_MS = 5 * MINUTE_MS

/** Before so many tries have failed, another event of the subject may still show that the endpoint is well. */
export const TRIES_BEFORE_DISABLING = 3

/** Only 2xx delivers. 410 means that nothing will ever listen there again. */
export function judgeTry(tried: {
  /** Including this one. */
  readonly tries: number
  readonly answer: TryAnswer
  readonly now: Date
  /** In [0, 1). */
  readonly random: number
}): TryVerdict {
  const { tries, answer, now, random } = tried
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) {
    return { status: 'delivered' }
  }
  const failure = failureOf(answer)
  const isGone = answer.kind === 'answered' && answer.status === 410
  const isRefused = answer.kind === 'answered' && REFUSALS.includes(answer.status)
  const wait = WAITS_MS[tries - 1]
  if (wait === undefined || isGone) return { status: 'failed', failure, isGone, isRefused }
  const asked = answer.kind === 'answered' ? askedWaitMs(answer.retryAfter, now) : 0
  const waitMs = Math.max(Math.round(wait * (1 + JITTER * random)), asked)
  return { status: 'pending', failure, nextTryAt: new Date(now.getTime() + waitMs), isRefused }
}

function failureOf(answer: TryAnswer): string {
  if (answer.kind === 'unanswered') return answer.reason
  if (answer.status >= 300 && answer.status < 400) {
    return `The endpoint answered ${answer.status}; redirects are not followed`
  }
  return `The endpoint answered ${answer.status}, and only 2xx means received`
}

/** Retry-After in seconds or as a date; an unreadable or past value asks for nothing. */
function askedWaitMs(retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined) return 0
  const ms = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * SECOND_MS
    : Date.parse(retryAfter) - now.getTime()
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS)
}
