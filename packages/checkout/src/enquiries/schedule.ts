import { DAY_MS, HOUR_MS, MINUTE_MS } from '../platform/durations.ts'

const MIN_WAIT_MS = 3_000
const MAX_WAIT_MS = 10 * MINUTE_MS
/** Half of an attempt's age: 3 s, 5 s, 7 s, 11 s … */
const SHARE_OF_AGE = 0.5
/** A quarter of an hour past the prepay's two hours: a payment confirmed in its last second has long arrived. */
const LAST_MS = 2.25 * HOUR_MS

type Asked = { readonly openedAt: Date; readonly now: Date }

/**
 * When to ask about an attempt next, unless something makes us ask sooner: after seconds at first, then
 * growing, and once more when its prepay has certainly expired.
 */
export function nextEnquiryAt({ openedAt, now }: Asked): Date {
  const age = now.getTime() - openedAt.getTime()
  const wait = Math.min(Math.max(MIN_WAIT_MS, age * SHARE_OF_AGE), MAX_WAIT_MS)
  const next = now.getTime() + wait
  return new Date(
    isLastEnquiry({ openedAt, now }) ? next : Math.min(next, openedAt.getTime() + LAST_MS),
  )
}

const LONG_MS = DAY_MS
const MAX_SILENCE_MS = 7 * LONG_MS

/**
 * When to ask again although the last enquiry was due and QFPay did not answer: after ten minutes at first, in the
 * end once a day, and after a week no more (`nextAt` undefined). `isLong` from a day on.
 */
export function afterSilence({ openedAt, now }: Asked): {
  readonly nextAt: Date | undefined
  readonly isLong: boolean
} {
  const silentMs = now.getTime() - openedAt.getTime() - LAST_MS
  const wait = Math.min(Math.max(MAX_WAIT_MS, silentMs * SHARE_OF_AGE), LONG_MS)
  return {
    nextAt: silentMs < MAX_SILENCE_MS ? new Date(now.getTime() + wait) : undefined,
    isLong: silentMs >= LONG_MS,
  }
}

/** Whether an answer given now is the final one about an unpaid attempt. */
export function isLastEnquiry({ openedAt, now }: Asked): boolean {
  return now.getTime() >= openedAt.getTime() + LAST_MS
}
