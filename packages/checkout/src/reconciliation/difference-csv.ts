import { formatTime, offsetMsOf } from '@tael/qfpay'
import { csvLine, decimal, type CsvReader } from '../platform/csv.ts'
import type { DifferenceResource } from './reconciliation-resource.ts'

/** What opens the file, and the zone of QFPay's times, in which its days count. */
export type CsvFor = { readonly reader: CsvReader; readonly utcOffset: string }

/** The columns of a run's differences, in their order. Pure. */
const COLUMNS: readonly (readonly [
  name: string | ((file: CsvFor) => string),
  value: (row: DifferenceResource, file: CsvFor) => string | undefined,
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
  [
    ({ reader, utcOffset }) =>
      reader === 'program' ? 'recorded_at' : `recorded_at (UTC${utcOffset})`,
    (row, file) => row.recorded_at && localTime(row.recorded_at, file),
  ],
  ['our_status', (row) => row.ours?.status],
  ['our_amount', (row) => amountOf(row.ours)],
  ['our_currency', (row) => row.ours?.currency],
  ['their_status', (row) => row.theirs?.status],
  ['their_amount', (row) => amountOf(row.theirs)],
  ['their_currency', (row) => row.theirs?.currency],
  ['resolution', (row) => row.resolution],
]

export function differencesHeader(file: CsvFor): string {
  const names = COLUMNS.map(([name]) => (typeof name === 'string' ? name : name(file)))
  return csvLine(names, file.reader)
}

export function differenceLine(row: DifferenceResource, file: CsvFor): string {
  return csvLine(
    COLUMNS.map(([, value]) => value(row, file)),
    file.reader,
  )
}

function amountOf(side: DifferenceResource['ours']): string | undefined {
  const { amount, currency = '' } = side ?? {}
  return amount === undefined ? undefined : decimal(amount, currency)
}

/** With its offset for a program; a spreadsheet recognizes a time only without one. */
function localTime(instant: string, { reader, utcOffset }: CsvFor): string {
  const text = formatTime(new Date(instant), offsetMsOf(utcOffset) ?? 0)
  return reader === 'program' ? `${text.replace(' ', 'T')}${utcOffset}` : text
}
