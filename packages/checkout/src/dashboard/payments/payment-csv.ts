import type { Attempt } from '../../payments/attempt.ts'
import type { Payment } from '../../payments/payment.ts'
import { isInReview } from '../../payments/review.ts'
import { decimal } from '../../platform/csv.ts'
import { tableHeader, tableLine, type Column } from '../tables/table-csv.ts'

type Line = {
  readonly payment: Payment
  readonly account: string
  /** The one that paid it. */
  readonly attempt: Attempt | undefined
}

/** The columns of the list of payments, in their order. Pure. */
const COLUMNS: readonly Column<Line>[] = [
  ['payment', ({ payment }) => payment.id],
  ['reference', ({ payment }) => payment.reference],
  ['account', ({ account }) => account],
  ['description', ({ payment }) => payment.description],
  ['status', ({ payment }) => payment.status],
  ['needs_review', ({ payment }) => (isInReview(payment) ? 'yes' : 'no')],
  ['currency', ({ payment }) => payment.currency],
  ['amount', ({ payment }) => decimal(payment.amount, payment.currency)],
  ['refunded', ({ payment }) => decimal(payment.refunded, payment.currency)],
  ['created', ({ payment }) => payment.createdAt],
  ['paid', ({ payment }) => payment.succeededAt],
  ['expires', ({ payment }) => payment.expiresAt],
  ['out_trade_no', ({ attempt }) => attempt?.id],
  ['syssn', ({ attempt }) => attempt?.syssn],
  ['wechat_transaction', ({ attempt }) => attempt?.wechatTransaction],
]

export function paymentsHeader(zone: string): string {
  return tableHeader(COLUMNS, ['created', 'paid', 'expires'], zone)
}

export function paymentLine(line: Line, zone: string): string {
  return tableLine(COLUMNS, line, zone)
}
