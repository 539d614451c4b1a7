import { dayAfter, dayOf, readDay, startOfDay } from '../language/zone.ts'

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
  /** Our number of the payment's order or of the refund, as QFPay has it. */
  readonly outTradeNo: string
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
  /** `2026-03-02`. */
  readonly day: string
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
  /** Its days. */
  readonly days: readonly Day[]
}

type Day = { readonly day: string; readonly from: Date }

/** Undefined if the text is neither a day nor a month. */
export function readPeriod(text: string, zone: string): Period | undefined {
  const isDay = text.length === '2026-03-02'.length
  const first = readDay(isDay ? text : `${text}-01`)
  if (first === undefined) return undefined
  const days: Day[] = []
  let day = first
  for (; day.startsWith(text); day = dayAfter(day)) days.push({ day, from: startOfDay(day, zone) })
  const [from, to] = [startOfDay(first, zone), startOfDay(day, zone)]
  return Number.isNaN(to.getTime()) ? undefined : { text, from, to, isDay, days }
}

/** The period before it, or after it. */
export function besides(period: Period, zone: string, way: -1 | 1): string {
  const instant = way < 0 ? new Date(period.from.getTime() - 1) : period.to
  return dayOf(instant, zone).slice(0, period.text.length)
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
