import { offsetMsOf } from '@tael/qfpay'
import { DAY_MS } from '../platform/durations.ts'

/** Why money moved: a payment, a charge that Tael must not keep, a refund of either. */
export const ENTRY_KINDS = ['paid', 'paid_twice', 'paid_late', 'refunded'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** Money that moved: once for each payment, charge that Tael must not keep, and refund. */
export type StatementEntry = {
  readonly kind: EntryKind
  /** Of the payment or the refund that shows it. */
  readonly id: string
  /** When an enquiry proved it. */
  readonly at: Date
  readonly paymentId: string
  readonly reference: string
  readonly attemptId: string
  /** In minor units, and positive whichever way it went. */
  readonly amount: number
  readonly currency: string
  /** QFPay's number of the payment or the refund. */
  readonly syssn: string | undefined
  readonly wechatTransaction: string | undefined
}

/** What moved of one kind in one currency, and perhaps on one day. */
export type StatementSum = {
  readonly kind: EntryKind
  readonly currency: string
  readonly count: number
  readonly amount: number
  /** Counted from the first day of the range. */
  readonly day: number
}

/** The sums of one currency, in minor units. */
export type CurrencySums = {
  readonly currency: string
  readonly paid: number
  readonly payments: number
  /** Charges that Tael had to refund: somebody paid a second time, or too late. */
  readonly unkept: number
  readonly unkeptCharges: number
  readonly refunded: number
  readonly refunds: number
  readonly net: number
}

/** A day or a month, `2026-03-02` or `2026-03`, in a time zone. */
export type Period = {
  readonly text: string
  readonly from: Date
  /** The first instant after it. */
  readonly to: Date
  readonly isDay: boolean
}

/** Undefined if the text is neither a day nor a month. */
export function readPeriod(text: string, utcOffset: string): Period | undefined {
  const [, month, day] = /^(\d{4}-\d\d)(-\d\d)?$/.exec(text) ?? []
  if (month === undefined) return undefined
  const first = `${month}${day ?? '-01'}`
  const from = new Date(`${first}T00:00:00${utcOffset}`)
  // A date that the calendar does not have would become another one.
  if (Number.isNaN(from.getTime()) || dayOf(from, utcOffset) !== first) return undefined
  if (day !== undefined) {
    return { text, from, to: new Date(from.getTime() + DAY_MS), isDay: true }
  }
  return { text, from, to: startOf(nextMonth(month), utcOffset), isDay: false }
}

/** The period before it, or after it. */
export function besides(period: Period, utcOffset: string, way: -1 | 1): string {
  const instant = way < 0 ? new Date(period.from.getTime() - 1) : period.to
  const text = dayOf(instant, utcOffset)
  return period.isDay ? text : text.slice(0, 7)
}

/** The day of an instant, `2026-03-02`. */
export function dayOf(instant: Date, utcOffset: string): string {
  return new Date(instant.getTime() + (offsetMsOf(utcOffset) ?? 0)).toISOString().slice(0, 10)
}

/** One line for each currency, in their order. */
export function sumsByCurrency(sums: readonly StatementSum[]): readonly CurrencySums[] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))].toSorted()
  return currencies.map((currency) => {
    const of = (...kinds: readonly EntryKind[]) => {
      const own = sums.filter((sum) => sum.currency === currency && kinds.includes(sum.kind))
      return {
        amount: own.reduce((total, { amount }) => total + amount, 0),
        count: own.reduce((total, { count }) => total + count, 0),
      }
    }
    const [paid, unkept, refunded] = [of('paid'), of('paid_twice', 'paid_late'), of('refunded')]
    return {
      currency,
      paid: paid.amount,
      payments: paid.count,
      unkept: unkept.amount,
      unkeptCharges: unkept.count,
      refunded: refunded.amount,
      refunds: refunded.count,
      net: paid.amount + unkept.amount - refunded.amount,
    }
  })
}

function startOf(month: string, utcOffset: string): Date {
  return new Date(`${month}-01T00:00:00${utcOffset}`)
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`
}
