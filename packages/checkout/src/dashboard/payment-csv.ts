import { formatAmount, formatTime, isCurrency, offsetMsOf } from '@tael/qfpay'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
import { isInReview } from '../payments/review.ts'
import { csvLine } from '../platform/csv.ts'

type Line = {
  readonly payment: Payment
  readonly account: string
  /** The one that paid it. */
  readonly attempt: Attempt | undefined
}

/** The columns of the list of payments, in their order. Pure. */
const COLUMNS: readonly (readonly [
  name: string,
  value: (line: Line, local: (at: Date | undefined) => string | undefined) => string | undefined,
])[] = [
  ['payment', ({ payment }) => payment.id],
  ['reference', ({ payment }) => payment.reference],
  ['account', ({ account }) => account],
  ['description', ({ payment }) => payment.description],
  ['status', ({ payment }) => payment.status],
  ['needs_review', ({ payment }) => (isInReview(payment) ? 'yes' : 'no')],
  ['currency', ({ payment }) => payment.currency],
  ['amount', ({ payment }) => decimal(payment.amount, payment.currency)],
  ['refunded', ({ payment }) => decimal(payment.refunded, payment.currency)],
  ['created', ({ payment }, local) => local(payment.createdAt)],
  ['paid', ({ payment }, local) => local(payment.succeededAt)],
  ['expires', ({ payment }, local) => local(payment.expiresAt)],
  ['out_trade_no', ({ attempt }) => attempt?.id],
  ['syssn', ({ attempt }) => attempt?.syssn],
  ['wechat_transaction', ({ attempt }) => attempt?.wechatTransaction],
]
const TIMES: readonly string[] = ['created', 'paid', 'expires']

/** Times say their zone in the header: a spreadsheet recognizes a time only without one. */
export function paymentsHeader(utcOffset: string): string {
  const names = COLUMNS.map(([name]) => (TIMES.includes(name) ? `${name} (UTC${utcOffset})` : name))
  return csvLine(names, 'spreadsheet')
}

export function paymentLine(line: Line, utcOffset: string): string {
  const local = (at: Date | undefined): string | undefined =>
    at && formatTime(at, offsetMsOf(utcOffset) ?? 0)
  return csvLine(
    COLUMNS.map(([, value]) => value(line, local)),
    'spreadsheet',
  )
}

/** As a statement shows it: 10.99, not minor units. */
function decimal(amount: number, currency: string): string {
  return isCurrency(currency) ? formatAmount(amount, currency) : String(amount)
}
