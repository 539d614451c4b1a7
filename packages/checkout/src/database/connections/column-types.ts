import pg from 'pg'

/**
 * How columns arrive in JavaScript, on both engines.
 * | - bigint: a number; one beyond 2^53 - 1 throws instead of losing its last digits.
 * - numeric: always throws. PostgreSQL sums bigint into numeric, and its text would concatenate where code
 *   expects a number: write `sum(amount)::bigint`.
 * - timestamptz: a Date, so to the millisecond. All our instants come from the clock, which has no
 *   finer ones.
 * - date, timestamp: text, because a Date would shift them by the machine's time zone.
 */
export const COLUMN_TYPES = new pg.TypeOverrides()
COLUMN_TYPES.setTypeParser(pg.types.builtins.INT8, toSafeInteger)
COLUMN_TYPES.setTypeParser(pg.types.builtins.NUMERIC, refuseNumeric)
COLUMN_TYPES.setTypeParser(pg.types.builtins.DATE, asText)
COLUMN_TYPES.setTypeParser(pg.types.builtins.TIMESTAMP, asText)

function toSafeInteger(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(`The bigint ${text} does not fit in a number exactly: cast it to text.`)
}

function refuseNumeric(): never {
  throw new TypeError(
    'A numeric column has no exact JavaScript type: cast it to bigint (money, counts) or to text.',
  )
}

function asText(text: string): string {
  return text
}
