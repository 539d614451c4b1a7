import { MINUTE_MS } from '../platform/durations.ts'
import { PREPAY_LIFE_MS } from './attempt.ts'

/** WeChat closes no order in its first five minutes, and an order is made a little after its attempt. */
const CLOSABLE_MS = 7 * MINUTE_MS

type Asked = { readonly openedAt: Date; readonly now: Date }

/**
 * When to close the order of a payment that ends now: as soon as WeChat allows it. Undefined if nobody
 * could pay it any more by then.
 */
export function firstClosingAt({ openedAt, now }: Asked): Date | undefined {
  const closable = openedAt.getTime() + CLOSABLE_MS
  return whilePayable(openedAt, Math.max(now.getTime(), closable))
}

/** When to retry if the result is unknown by then: when the order is twice as old. */
export function nextClosingAt({ openedAt, now }: Asked): Date | undefined {
  const age = now.getTime() - openedAt.getTime()
  return whilePayable(openedAt, now.getTime() + age)
}

function whilePayable(openedAt: Date, at: number): Date | undefined {
  return at < openedAt.getTime() + PREPAY_LIFE_MS ? new Date(at) : undefined
}
