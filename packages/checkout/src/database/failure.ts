/**
 * What a failure of the database means for the caller.
 * | `conflict`: undone, because others did the same. `lost`: the connection broke, or none was
 * available. `silent`: given up after a long wait. `unreachable`: no connection within the longest
 * wait. `read-only`: the server is no longer the primary. `overdue`: undone, because a
 * statement or a lock took too long.
 */
export type Failure = 'conflict' | 'lost' | 'silent' | 'unreachable' | 'read-only' | 'overdue'

const BY_CODE: Readonly<Record<string, Failure>> = {
  '40001': 'conflict',
  '40P01': 'conflict',
  // A prepared statement that is outdated, or another session's.
  '0A000': 'conflict',
  '26000': 'conflict',
  '42P05': 'conflict',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'lost',
  '25P03': 'lost',
  '53300': 'lost',
  '08000': 'lost',
  '08001': 'lost',
  '08003': 'lost',
  '08004': 'lost',
  '08006': 'lost',
  ECONNRESET: 'lost',
  ECONNREFUSED: 'lost',
  EPIPE: 'lost',
  ETIMEDOUT: 'silent',
  '25006': 'read-only',
  '57014': 'overdue',
  '55P03': 'overdue',
}
/** pg's messages without a code. */
const BY_WORDS: readonly (readonly [RegExp, Failure])[] = [
  [/^timeout exceeded when trying|due to connection timeout$/, 'unreachable'],
  [/^Connection terminated|not queryable$/, 'lost'],
]

/** Undefined if the work or its SQL failed, not the database. */
export function failureOf(error: unknown): Failure | undefined {
  const causes = causesOf(error)
  const [found] = [
    ...causes.flatMap((cause) => BY_CODE[codeOf(cause)] ?? []),
    ...BY_WORDS.filter(([words]) => causes.some(({ message }) => words.test(message))).map(
      ([, failure]) => failure,
    ),
  ]
  return found
}

/** Whether a row was to be written that is there already. */
export function isDuplicate(error: unknown): boolean {
  return causesOf(error).some((cause) => codeOf(cause) === '23505')
}

/** Whether a row of this table would have broken a check that the table has. */
export function breaksCheckOf(table: string, error: unknown): boolean {
  return causesOf(error).some(
    (cause) => codeOf(cause) === '23514' && 'table' in cause && cause.table === table,
  )
}

/** What the work was decided on has changed meanwhile: a conflict, like those that the database finds itself. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError'
  readonly code = '40001'
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function causesOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return []
  // An address with several hosts fails with several errors.
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : []
  return [error, ...several.flatMap(causesOf), ...causesOf(error.cause)]
}
