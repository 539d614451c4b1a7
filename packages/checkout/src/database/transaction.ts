import type { Transaction } from 'kysely'
import type { Database } from './database.ts'
// Erased altogether: the tables' types name the slices, and the ground must not load what stands on it.
import type { Tables } from './schema.ts'

/** The connection broke while COMMIT was under way: the work may be there or not. Read before you repeat it. */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError'
}

const ATTEMPTS = 6
const FIRST_PAUSE_MS = 20

const CONFLICTS = new Set(['40001', '40P01'])
const LOST_CONNECTION = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
])
/** What pg says without a code when the other side hangs up. */
const LOST_WITHOUT_CODE = /^Connection terminated|not queryable$/

/**
 * Runs `work` in one transaction and commits it.
 *
 * `work` may run several times: after a serialization failure, a deadlock, or a connection lost
 * before COMMIT was sent. So it must change nothing but the database, and only through the
 * transaction it is given. A connection lost during COMMIT throws `CommitUnknownError`.
 */
export async function inTransaction<Result>(
  database: Database,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(database, work)
    if (outcome.kind === 'done') return outcome.result
    if (outcome.kind === 'final' || attempt === ATTEMPTS) throw outcome.error
    // Full jitter: two that collided must not collide again in step.
    const pauseMs = database.random() * FIRST_PAUSE_MS * 2 ** attempt
    await database.clock.sleep(Math.ceil(pauseMs))
  }
}

type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'again' | 'final'; readonly error: unknown }

async function tryOnce<Result>(
  database: Database,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Outcome<Result>> {
  const progress = { isCommitting: false }
  try {
    const result = await database.db.transaction().execute(async (transaction) => {
      const answer = await work(transaction)
      progress.isCommitting = true
      return answer
    })
    return { kind: 'done', result }
  } catch (error) {
    if (isConflict(error)) return { kind: 'again', error }
    if (!isLostConnection(error)) return { kind: 'final', error }
    return progress.isCommitting
      ? { kind: 'final', error: commitUnknown(error) }
      : { kind: 'again', error }
  }
}

function commitUnknown(cause: unknown): CommitUnknownError {
  return new CommitUnknownError(
    'The database connection broke during COMMIT: the change may have been saved or not. Read it back before repeating it.',
    { cause },
  )
}

function isConflict(error: unknown): boolean {
  return causesOf(error).some((cause) => CONFLICTS.has(codeOf(cause)))
}

function isLostConnection(error: unknown): boolean {
  return causesOf(error).some(
    (cause) => LOST_CONNECTION.has(codeOf(cause)) || LOST_WITHOUT_CODE.test(cause.message),
  )
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function causesOf(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : []
}
