import { offsetMsOf } from '@tael/qfpay'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import { nextTimeOfDay, startOfDay } from '../platform/gateway-day.ts'

/** What QFPay is known to say to a refund: docs/refunds.md. */
export type RefundNotice =
  /** Between 23:30 and 00:30 QFPay does none: Tael retries then. */
  | { readonly kind: 'night'; readonly until: Date }
  /** WeChat refunds for 365 days. */
  | { readonly kind: 'too-old' }
  /** It is taken from the takings of the day that QFPay has not settled; in minor units. */
  | { readonly kind: 'low-takings'; readonly takings: number }
  /** Some currencies and promotions allow full refunds only. */
  | { readonly kind: 'part' }
  /** QFPay does one refund of an order at a time. */
  | { readonly kind: 'waits'; readonly before: number }

const NIGHT_FROM_MS = 23.5 * HOUR_MS
const NIGHT_TO_MS = 30 * MINUTE_MS
const REFUNDABLE_MS = 365 * DAY_MS

/** What will probably become of a refund. Pure; QFPay alone decides. */
export function forecastRefund(
  refund: {
    readonly amount: number
    readonly charged: number
    readonly paidAt: Date
    /** What QFPay has taken for the account since midnight, without what was refunded since. */
    readonly takings: number
    /** How many refunds of the same charge have not ended. */
    readonly open: number
  },
  at: { readonly now: Date; readonly utcOffset: string },
): readonly RefundNotice[] {
  const offsetMs = offsetMsOf(at.utcOffset) ?? 0
  const sinceMidnight = at.now.getTime() - startOfDay(at.now, offsetMs).getTime()
  const isNight = sinceMidnight >= NIGHT_FROM_MS || sinceMidnight < NIGHT_TO_MS
  const isOld = at.now.getTime() - refund.paidAt.getTime() >= REFUNDABLE_MS
  const all: readonly (RefundNotice | false)[] = [
    isOld && { kind: 'too-old' },
    isNight && { kind: 'night', until: nextTimeOfDay(at.now, '00:35', offsetMs) },
    refund.amount > refund.takings && { kind: 'low-takings', takings: Math.max(0, refund.takings) },
    refund.amount < refund.charged && { kind: 'part' },
    refund.open > 0 && { kind: 'waits', before: refund.open },
  ]
  return all.filter((notice) => notice !== false)
}
