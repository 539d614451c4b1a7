import { formatAmount, formatTime, isCurrency, offsetMsOf } from '@tael/qfpay'
import { csvLine } from '../../platform/csv.ts'
import type { StatementEntry } from '../../statements/statement.ts'

/** The columns of a statement, in their order. Pure. */
const COLUMNS: readonly (readonly [
  name: string,
  value: (entry: StatementEntry, utcOffset: string) => string | undefined,
])[] = [
  ['time', ({ at }, utcOffset) => formatTime(at, offsetMsOf(utcOffset) ?? 0)],
  ['kind', ({ kind }) => kind],
  ['currency', ({ currency }) => currency],
  ['in', (entry) => (entry.kind === 'refunded' ? undefined : decimal(entry))],
  ['out', (entry) => (entry.kind === 'refunded' ? decimal(entry) : undefined)],
  ['reference', ({ reference }) => reference],
  ['payment', ({ paymentId }) => paymentId],
  ['refund', ({ kind, id }) => (kind === 'refunded' ? id : undefined)],
  ['out_trade_no', ({ kind, id, attemptId }) => (kind === 'refunded' ? id : attemptId)],
  ['syssn', ({ syssn }) => syssn],
  ['wechat_transaction', ({ wechatTransaction }) => wechatTransaction],
]

/** The time says its zone in the header: a spreadsheet recognizes a time only without one. */
export function statementHeader(utcOffset: string): string {
  const names = COLUMNS.map(([name]) => (name === 'time' ? `time (UTC${utcOffset})` : name))
  return csvLine(names, 'spreadsheet')
}

export function statementLine(entry: StatementEntry, utcOffset: string): string {
  return csvLine(
    COLUMNS.map(([, value]) => value(entry, utcOffset)),
    'spreadsheet',
  )
}

function decimal({ amount, currency }: StatementEntry): string {
  return isCurrency(currency) ? formatAmount(amount, currency) : String(amount)
}
