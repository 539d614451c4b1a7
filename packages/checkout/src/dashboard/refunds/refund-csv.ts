import { decimal } from '../../platform/csv.ts'
import type { Refund } from '../../refunds/refund.ts'
import { tableHeader, tableLine, type Column } from '../tables/table-csv.ts'

type Line = {
  readonly refund: Refund
  readonly account: string
  /** Of its payment. */
  readonly reference: string | undefined
}

/** The columns of the list of refunds, in their order. Pure. */
const COLUMNS: readonly Column<Line>[] = [
  ['refund', ({ refund }) => refund.id],
  ['reference', ({ refund }) => refund.reference],
  ['account', ({ account }) => account],
  ['payment', ({ refund }) => refund.paymentId],
  ['payment_reference', ({ reference }) => reference],
  ['status', ({ refund }) => refund.status],
  ['currency', ({ refund }) => refund.currency],
  ['amount', ({ refund }) => decimal(refund.amount, refund.currency)],
  ['cause', ({ refund }) => refund.cause],
  ['reason', ({ refund }) => refund.reason],
  ['created', ({ refund }) => refund.createdAt],
  ['sent', ({ refund }) => refund.sentAt],
  ['ended', ({ refund }) => refund.endedAt],
  ['syssn', ({ refund }) => refund.syssn],
  ['refusal', ({ refund }) => refund.refusal?.code],
  ['refusal_message', ({ refund }) => refund.refusal?.message],
]

export function refundsHeader(zone: string): string {
  return tableHeader(COLUMNS, ['created', 'sent', 'ended'], zone)
}

export function refundLine(line: Line, zone: string): string {
  return tableLine(COLUMNS, line, zone)
}
