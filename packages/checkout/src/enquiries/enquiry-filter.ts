import type { EnquiryFilter } from '@tael/qfpay'
import { spanOf, type Enquired } from './question.ts'

/** Asks by syssn, or by our own numbers if they have none; either all have one or none has. */
export function filterFor(all: readonly Enquired[]): EnquiryFilter {
  // Without a range QFPay searches the current month only, and an order may be a month's last.
  const spans = all.map(spanOf)
  const range = {
    from: new Date(Math.min(...spans.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...spans.map(({ to }) => to.getTime()))),
  }
  const syssns = all.flatMap(({ syssn }) => syssn ?? [])
  return syssns.length > 0
    ? { ...range, syssn: syssns }
    : { ...range, outTradeNo: all.map(({ id }) => id) }
}
