import { formatAmount, isCurrency } from '@tael/qfpay'
import { csvZone, localTime } from '../../language/zone.ts'
import { csvLine } from '../../platform/csv.ts'
import type { StatementEntry } from '../../statements/statement.ts'

/** The columns of a statement, in their order. Pure. */
const COLUMNS: readonly (readonly [
  name: string,
  value: (entry: StatementEntry, zone: string) => string | undefined,
])[] = [
  ['time', ({ at }, zone) => localTime(at, zone)],
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
export function statementHeader(zone: string): string {
  const names = COLUMNS.map(([name]) => (name === 'time' ? `time (${csvZone(zone)})` : name))
  return csvLine(names, 'spreadsheet')
}

export function statementLine(entry: StatementEntry, zone: string): string {
  return csvLine(
    COLUMNS.map(([, value]) => value(entry, zone)),
    'spreadsheet',
  )
}

function decimal({ amount, currency }: StatementEntry): string {
  return isCurrency(currency) ? formatAmount(amount, currency) : String(amount)
}
