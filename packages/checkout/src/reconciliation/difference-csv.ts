import type { DifferenceResource } from './reconciliation-resource.ts'

/** The columns of a run's differences, in their order. Pure. */
const COLUMNS: readonly (readonly [
  name: string,
  value: (row: DifferenceResource) => string | number | undefined,
])[] = [
  ['id', (row) => row.id],
  ['kind', (row) => row.kind],
  ['outcome', (row) => row.outcome],
  ['message', (row) => row.message],
  ['payment', (row) => row.payment],
  ['reference', (row) => row.reference],
  ['attempt', (row) => row.attempt],
  ['refund', (row) => row.refund],
  ['out_trade_no', (row) => row.out_trade_no],
  ['syssn', (row) => row.syssn],
  ['recorded_at', (row) => row.recorded_at],
  ['our_status', (row) => row.ours?.status],
  ['our_amount', (row) => row.ours?.amount],
  ['our_currency', (row) => row.ours?.currency],
  ['their_status', (row) => row.theirs?.status],
  ['their_amount', (row) => row.theirs?.amount],
  ['their_currency', (row) => row.theirs?.currency],
]

export const CSV_HEADER: string = line(COLUMNS.map(([name]) => name))

/** A line as RFC 4180 writes it, its end included. */
export function csvLine(row: DifferenceResource): string {
  return line(COLUMNS.map(([, value]) => field(value(row))))
}

function line(fields: readonly string[]): string {
  return `${fields.join(',')}\r\n`
}

function field(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  // A spreadsheet would run what begins so as a formula; other systems write into QFPay's books.
  const harmless = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
