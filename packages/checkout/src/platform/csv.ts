import { formatAmount, isCurrency } from '@tael/qfpay'

/** What opens a file: a program takes each value as it is; a spreadsheet guesses its type. */
export type CsvReader = 'program' | 'spreadsheet'

/** Without it, Excel reads a file in the machine's old code page, which garbles Chinese. */
export const BYTE_ORDER_MARK = '\ufeff'

/** More digits than a spreadsheet keeps of a number. */
const LONG_NUMBER = /^\d{12,}$/

/** A line as RFC 4180 writes it, including its end. */
export function csvLine(fields: readonly (string | undefined)[], reader: CsvReader): string {
  return `${fields.map((field) => written(field ?? '', reader)).join(',')}\r\n`
}

/** As a statement shows it: 10.99, not minor units. */
export function decimal(amount: number, currency: string): string {
  return isCurrency(currency) ? formatAmount(amount, currency) : String(amount)
}

function written(field: string, reader: CsvReader): string {
  if (reader === 'spreadsheet' && LONG_NUMBER.test(field)) return `"=""${field}"""`
  // A spreadsheet would run such a value as a formula, and other systems write into QFPay's books.
  const harmless = /^[=+\-@\t\r\n]/.test(field) ? `'${field}` : field
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
