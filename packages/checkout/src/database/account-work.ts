import type { Clock } from '../platform/clock.ts'
import { createDueServer } from '../platform/due-server.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from './database.ts'
import { findOwnersDue, type Work } from './take-due.ts'
import type { Due, DueWork } from './work.ts'

type Least = { readonly database: Database; readonly clock: Clock; readonly log: Log }

/**
 * Serves each account separately, so that no merchant waits for the gateway of another. `serve` does some of an
 * account's work, and returns how much there was.
 */
export function accountWork<Needs extends Least>(
  { name, firstDue }: Due,
  work: Work,
  serve: (deps: Needs, accountId: string) => Promise<number>,
): DueWork<Needs> {
  return {
    name,
    firstDue,
    start: (deps) =>
      createDueServer({
        findDue: (besides) =>
          findOwnersDue(deps.database.db, work, { now: deps.clock.now(), besides }),
        serve: (account) => serve(deps, account),
        onFailure: (account, error) =>
          deps.log.error('task.failed', { task: name, account, error }),
      }),
  }
}
