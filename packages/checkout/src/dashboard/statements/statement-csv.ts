import { decimal } from '../../platform/csv.ts'
import type { StatementEntry } from '../../statements/statement.ts'
import { tableHeader, tableLine, type Column } from '../tables/table-csv.ts'

/** The columns of a statement, in their order. Pure. */
const COLUMNS: readonly Column<StatementEntry>[] = [
  ['time', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['currency', ({ currency }) => currency],
  ['in', (entry) => (entry.kind === 'refunded' ? undefined : amountOf(entry))],
  ['out', (entry) => (entry.kind === 'refunded' ? amountOf(entry) : undefined)],
  ['reference', ({ reference }) => reference],
  ['payment', ({ paymentId }) => paymentId],
  ['refund', ({ kind, id }) => (kind === 'refunded' ? id : undefined)],
  ['out_trade_no', ({ outTradeNo }) => outTradeNo],
  ['syssn', ({ syssn }) => syssn],
  ['wechat_transaction', ({ wechatTransaction }) => wechatTransaction],
]

export function statementHeader(zone: string): string {
  return tableHeader(COLUMNS, ['time'], zone)
}

export function statementLine(entry: StatementEntry, zone: string): string {
  return tableLine(COLUMNS, entry, zone)
}

function amountOf({ amount, currency }: StatementEntry): string {
  return decimal(amount, currency)
}
