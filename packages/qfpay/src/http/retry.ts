import { type QfpayError, isQfpayError, QfpayRateLimitError } from '../errors/errors.ts'
import type { Clock } from '../system-clock.ts'
import type { Logger } from './options.ts'

export type RetryPolicy = {
  readonly retries: number
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
}

export type Retriable<T> = {
  readonly signal?: AbortSignal | undefined
  /** Runs the work for the nth time, counted from 1. */
  run(attempt: number): Promise<T>
  mayRepeat(error: QfpayError, attempt: number): boolean
}

const FIRST_PAUSE_MS = 500
const MAX_PAUSE_MS = 8000

/** Retries work while its error allows it, after pauses that double, with jitter of half of it. */
export async function withRetries<T>(policy: RetryPolicy, work: Retriable<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work.run(attempt)
    } catch (error) {
      if (!isQfpayError(error)) throw error
      if (attempt > policy.retries || !work.mayRepeat(error, attempt)) throw error
      const pauseMs = pauseBefore(attempt, error, policy.random())
      const { endpoint, code, respcd, httpStatus } = error
      policy.logger.warn(
        { event: 'qfpay.request.repeated', endpoint, attempt, code, respcd, httpStatus, pauseMs },
        'a request failed and is retried',
      )
      try {
        await policy.clock.sleep(pauseMs, work.signal)
      } catch {
        // The caller gave up during the pause, so the last try's knowledge stands.
        throw error
      }
    }
  }
}

function pauseBefore(attempt: number, error: QfpayError, random: number): number {
  const longest = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1))
  const asked = error instanceof QfpayRateLimitError ? (error.retryAfterMs ?? 0) : 0
  return Math.max(asked, Math.round(longest / 2 + (longest / 2) * random))
}
