/**
 * What a failure of the database means for whoever asked.
 *
 * `conflict`: undone, because others did the same. `lost`: the connection broke, or there was none to
 * be had. `silent`: it was given up after a long wait. `unreachable`: no connection for as long as we
 * wait for one. `read-only`: the server is no primary any more. `overdue`: undone, because a
 * statement or a lock took too long.
 */
export type Failure = 'conflict' | 'lost' | 'silent' | 'unreachable' | 'read-only' | 'overdue'

const BY_CODE: Readonly<Record<string, Failure>> = {
  '40001': 'conflict',
  '40P01': 'conflict',
  // What a prepared statement says that is outdated, or another session's.
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
/** What pg says without a code. */
const BY_WORDS: readonly (readonly [RegExp, Failure])[] = [
  [/^timeout exceeded when trying|due to connection timeout$/, 'unreachable'],
  [/^Connection terminated|not queryable$/, 'lost'],
]

/** Undefined for what is no failure of the database, but of the work or of its SQL. */
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

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function causesOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return []
  // An address with several hosts fails with several errors.
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : []
  return [error, ...several.flatMap(causesOf), ...causesOf(error.cause)]
}
