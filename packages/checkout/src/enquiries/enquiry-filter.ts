import type { EnquiryFilter } from '@tael/qfpay'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import type { Enquired } from './question.ts'

/** Asks by syssn, or by our own numbers if the attempts have none; either all have one or none has. */
export function filterFor(attempts: readonly Enquired[]): EnquiryFilter {
  // Without a range QFPay searches the current month only, and an order may be a month's last.
  const spans = attempts.map(spanOf)
  const range = {
    from: new Date(Math.min(...spans.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...spans.map(({ to }) => to.getTime()))),
  }
  const syssns = attempts.flatMap(({ syssn }) => syssn ?? [])
  return syssns.length > 0
    ? { ...range, syssn: syssns }
    : { ...range, outTradeNo: attempts.map(({ id }) => id) }
}

function spanOf(enquired: Enquired): { readonly from: Date; readonly to: Date } {
  const { openedAt, recorded, syssn } = enquired
  // By our number alone a range of days costs nothing, and covers an account with a wrong time zone.
  const around = syssn === undefined ? DAY_MS : HOUR_MS
  const opened = openedAt.getTime()
  return recorded ?? { from: new Date(opened - around), to: new Date(opened + around) }
}
