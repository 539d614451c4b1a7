import type { Transaction } from 'kysely'
import type { CommittedEvent, Database } from './database.ts'
import { failureOf, type Failure } from './failure.ts'
import type { Tables } from './schema.ts'

/** The connection broke, or fell silent, during COMMIT: the work may be there or not. Read before you repeat it. */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError'
}

const ATTEMPTS = 6
const FIRST_PAUSE_MS = 20

/** How often to retry after each failure. If failing takes long, somebody waits all the while. */
const TRIES: Readonly<Record<Failure, number>> = {
  conflict: ATTEMPTS,
  lost: ATTEMPTS,
  'read-only': ATTEMPTS,
  silent: 2,
  unreachable: 1,
  overdue: 1,
}

/**
 * Runs `work` in one transaction and commits it.
 *
 * `work` may run several times: after a serialization failure, a deadlock, a connection lost or silent
 * before COMMIT was sent, or a server that became a replica. So it must change nothing but the database, and
 * only through its transaction. A connection lost or silent during COMMIT throws `CommitUnknownError`.
 */
export async function inTransaction<Result>(
  database: Database,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(database, work)
    if (outcome.kind === 'done') return outcome.result
    if (attempt >= outcome.tries) throw outcome.error
    // Full jitter: two that collided must not collide again in step.
    const pauseMs = database.random() * FIRST_PAUSE_MS * 2 ** attempt
    await database.clock.sleep(Math.ceil(pauseMs))
  }
}

/** What a transaction has written of events, to be told when it has committed. */
const written = new WeakMap<Transaction<Tables>, readonly CommittedEvent[]>()

/** Tells the database's `onEvent` of these once the transaction has committed, and never otherwise. */
export function tellOnCommit(trx: Transaction<Tables>, events: readonly CommittedEvent[]): void {
  written.set(trx, [...(written.get(trx) ?? []), ...events])
}

type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: unknown; readonly tries: number }

async function tryOnce<Result>(
  database: Database,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Outcome<Result>> {
  const progress = { isCommitting: false }
  let events: readonly CommittedEvent[] = []
  try {
    const result = await database.db.transaction().execute(async (transaction) => {
      const answer = await work(transaction)
      progress.isCommitting = true
      events = written.get(transaction) ?? []
      return answer
    })
    events.forEach((event) => database.onEvent?.(event))
    return { kind: 'done', result }
  } catch (error) {
    const failure = failureOf(error)
    if (progress.isCommitting && (failure === 'lost' || failure === 'silent')) {
      return { kind: 'failed', error: commitUnknown(error), tries: 1 }
    }
    // The address may lead to another server by now; the connections lead to the old one.
    if (failure === 'read-only') database.renew()
    return { kind: 'failed', error, tries: failure === undefined ? 1 : TRIES[failure] }
  }
}

function commitUnknown(cause: unknown): CommitUnknownError {
  return new CommitUnknownError(
    'The database connection broke during COMMIT: the change may have been saved or not. Read it back before repeating it.',
    { cause },
  )
}
