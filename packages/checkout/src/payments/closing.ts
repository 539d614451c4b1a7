import { MINUTE_MS } from '../platform/durations.ts'
import { PREPAY_LIFE_MS } from './attempt.ts'

/** WeChat closes no order in its first five minutes, and an order is made a little after its attempt. */
export const CLOSABLE_MS = 7 * MINUTE_MS

type Asked = { readonly openedAt: Date; readonly now: Date }

/**
 * When to retry if the result of closing is unknown by then: when the order is twice as old. Undefined if nobody
 * could pay it any more by then.
 */
export function nextClosingAt({ openedAt, now }: Asked): Date | undefined {
  const age = now.getTime() - openedAt.getTime()
  const at = now.getTime() + age
  return at < openedAt.getTime() + PREPAY_LIFE_MS ? new Date(at) : undefined
}
