import type { Kysely } from 'kysely'
import type { CommittedEvent, Database } from './database.ts'
import { failureOf, type Failure } from './failure.ts'
import type { Tables, Trx } from './schema.ts'

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
  work: (transaction: Trx) => Promise<Result>,
): Promise<Result> {
  return untilDone(database, async () => {
    const progress = { isCommitting: false }
    let events: readonly CommittedEvent[] = []
    try {
      const result = await database.db.transaction().execute(async (transaction) => {
        const answer = await work(transaction)
        progress.isCommitting = true
        events = written.get(transaction) ?? []
        return answer
      })
      return { result, events }
    } catch (error) {
      const failure = failureOf(error)
      const isUnknown = failure === 'lost' || failure === 'silent'
      throw progress.isCommitting && isUnknown ? commitUnknown(error) : error
    }
  })
}

declare const alone: unique symbol
/** A connection for one statement, which is a transaction of its own. */
export type Alone = Kysely<Tables> & { readonly [alone]: true }

/** What a statement that writes is sent through. */
export type Writer = Trx | Alone

/**
 * Lets `work` send one statement that writes: a round trip instead of three.
 *
 * `work` may run several times, as in a transaction; after a connection was lost, even though its statement was
 * executed. So the statement must write nothing the second time: it names the state that it was decided on.
 */
export async function inStatement<Result>(
  database: Database,
  work: (statement: Alone) => Promise<Result>,
): Promise<Result> {
  return untilDone(database, () =>
    database.db.connection().execute(async (connection) => {
      const statement = connection as Alone
      const result = await work(statement)
      return { result, events: written.get(statement) ?? [] }
    }),
  )
}

/** The events that a transaction has written, to be reported when it commits. */
const written = new WeakMap<Writer, readonly CommittedEvent[]>()

/** Reports these events to the database's `onEvent` once they are committed, and never otherwise. */
export function tellOnCommit(writer: Writer, events: readonly CommittedEvent[]): void {
  written.set(writer, [...(written.get(writer) ?? []), ...events])
}

async function untilDone<Result>(
  database: Database,
  tryOnce: () => Promise<{ readonly result: Result; readonly events: readonly CommittedEvent[] }>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { result, events } = await tryOnce()
      events.forEach((event) => database.onEvent?.(event))
      return result
    } catch (error) {
      if (error instanceof CommitUnknownError) throw error
      const failure = failureOf(error)
      if (failure === undefined || attempt >= TRIES[failure]) throw error
      // Full jitter: two that collided must not collide again in step.
      const pauseMs = database.random() * FIRST_PAUSE_MS * 2 ** attempt
      await database.clock.sleep(Math.ceil(pauseMs))
    }
  }
}

function commitUnknown(cause: unknown): CommitUnknownError {
  return new CommitUnknownError(
    'The database connection broke during COMMIT: the change may have been saved or not. Read it back before repeating it.',
    { cause },
  )
}
