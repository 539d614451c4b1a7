import type { Clock } from '../platform/clock.ts'
import { HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import type { Log } from '../platform/log.ts'

/** More than two clocks differ by, and less than two time zones do. */
const MAX_DIFFERENCE_MS = 10 * MINUTE_MS
const AGAIN_MS = HOUR_MS
const QUARTER_HOUR_MS = 15 * MINUTE_MS

/** Call it when QFPay has just recorded something. */
export type ClockWatch = (recordedAt: Date | undefined) => void

/**
 * Compares QFPay's clock, as the account's utc_offset reads it, with ours. Refunds and reconciliation
 * depend on these times, so a wrong offset must be logged: once an hour.
 */
export function createClockWatch(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  utcOffset: string,
): ClockWatch {
  let quietUntil = 0
  return (recordedAt) => {
    if (recordedAt === undefined) return
    const now = clock.now().getTime()
    const aheadMs = recordedAt.getTime() - now
    if (Math.abs(aheadMs) <= MAX_DIFFERENCE_MS || now < quietUntil) return
    quietUntil = now + AGAIN_MS
    const isZone = Math.abs(aheadMs % QUARTER_HOUR_MS) < MINUTE_MS
    log.error('account.clock_differs', {
      utc_offset: utcOffset,
      ahead_minutes: Math.round(aheadMs / MINUTE_MS),
      hint: `QFPay's clock and ours differ. ${isZone ? "The account's utc_offset is not the zone that QFPay writes" : "Compare this server's clock with the time"}: refunds and reconciliation look in the wrong hours until this is corrected.`,
    })
  }
}
