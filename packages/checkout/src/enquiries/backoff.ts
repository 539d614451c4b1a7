import { isQfpayError, QfpayRateLimitError } from '@tael/qfpay'
import { MINUTE_MS } from '../platform/durations.ts'

/** How long to leave the gateway alone after failures in a row. */
export type Backoff = { readonly failures: number; readonly until: number }

export const NO_BACKOFF: Backoff = { failures: 0, until: 0 }

const FIRST_REST_MS = 1_000
const MAX_REST_MS = 30_000
/** The longest window of QFPay's own limit; payers wait for no number beyond it. */
const MAX_RETRY_AFTER_MS = MINUTE_MS

/** Whether the gateway itself fails, not only one question. */
export function isOutage(error: unknown): boolean {
  return isQfpayError(error) && ['rate-limited', 'reply', 'network', 'pending'].includes(error.code)
}

/** Twice as long after each failure, with jitter; longer if a 429 says so. */
export function backOff(
  { failures, until }: Backoff,
  {
    error,
    now,
    random,
  }: { readonly error: unknown; readonly now: number; readonly random: number },
): Backoff {
  const rest = Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** failures)
  const withJitter = Math.round((rest / 2) * (1 + random))
  const retryAfter = error instanceof QfpayRateLimitError ? (error.retryAfterMs ?? 0) : 0
  const restMs = Math.max(Math.min(retryAfter, MAX_RETRY_AFTER_MS), withJitter)
  return { failures: failures + 1, until: Math.max(until, now + restMs) }
}
