import { MINUTE_MS, SECOND_MS } from '../platform/durations.ts'

/** At most so many requests in any second and in any minute, both windows sliding. */
export type RequestLimit = { readonly perSecond: number; readonly perMinute: number }

/** What QFPay allows one merchant. Source: QFPay, API Usage Guidelines. */
export const QFPAY_LIMIT: RequestLimit = { perSecond: 100, perMinute: 400 }

/** Which requests go first when permits are short. */
export type Lane =
  /** A payer looks at an empty page: openids and payment requests. */
  | 'payer'
  /** A payer waits for the word "paid". */
  | 'waiting'
  /** The schedule asks. */
  | 'scheduled'
  /** Nobody waits: refunds, reconciliation, notes. */
  | 'background'

const LANES: readonly Lane[] = ['payer', 'waiting', 'scheduled', 'background']

/** How to spend an account's limit: the two numbers of the generic cell rate algorithm, and a reserve. */
export type Allowance = {
  /** Between two requests, in the long run. */
  readonly spacingMs: number
  /** How many requests may go out together after a pause. */
  readonly burst: number
  /** A process that cannot reach the others sends one request in this time; undefined if the limit is too low to share. */
  readonly aloneEveryMs: number | undefined
}

/** A permit that is not used within this time lapses. */
export const LEASE_MS = 1_000
/** How far the clocks of processes, and the network delays to QFPay, may differ. */
export const MARGIN_MS = 1_000
/** This many processes may lose the database together and still keep the limit. */
const PROCESSES = 10

/**
 * Divides a limit so that no sliding window ever exceeds it. Requests that go out within a window W
 * were granted within W + LEASE_MS + MARGIN_MS; those are `burst` plus one for each `spacingMs`. In
 * addition, each process that is cut off sends one every `aloneEveryMs`.
 */
export function allowanceOf({ perSecond, perMinute }: RequestLimit): Allowance {
  const alone = perSecond < 4 * PROCESSES ? 0 : Math.floor((perMinute * 0.05) / PROCESSES)
  const reserve = alone > 0 ? PROCESSES : 0
  const burst = Math.max(1, Math.min(Math.floor(perMinute * 0.07), Math.floor(perSecond / 4)))
  const perMs = Math.min(
    (perMinute - reserve * alone - burst) / (MINUTE_MS + LEASE_MS + MARGIN_MS),
    (perSecond - reserve - burst) / (SECOND_MS + LEASE_MS + MARGIN_MS),
  )
  return {
    spacingMs: Math.ceil(1 / perMs),
    burst,
    aloneEveryMs: alone > 0 ? MINUTE_MS / alone : undefined,
  }
}

/** The lane of a request that is made for a payment; enquiries for payers choose their own. */
export function laneOf(endpoint: string): Lane {
  return endpoint === '/tool/v1/get_weixin_openid' || endpoint === '/trade/v1/payment'
    ? 'payer'
    : 'background'
}

/** A request that has waited this long is served as one of the next better lane. */
const RISES_EVERY_MS = 5_000

/** 0 is served first. A request's rank improves while it waits, so none starves. */
export function rankOf(lane: Lane, waitedMs: number): number {
  return Math.max(0, LANES.indexOf(lane) - Math.floor(Math.max(0, waitedMs) / RISES_EVERY_MS))
}

/** How much of the burst a rank may use: the better ranks always find room that the others left. */
export function burstOf({ burst }: Allowance, rank: number): number {
  return Math.max(1, Math.floor((burst * (LANES.length - rank)) / LANES.length))
}

export const LOWEST_RANK: number = LANES.length - 1
