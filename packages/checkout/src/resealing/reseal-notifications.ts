import { inTransaction } from '../database/transaction.ts'
import type { PeriodicWork } from '../database/work.ts'
import { SECOND_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import { resealPage } from './reseal-page.ts'
import { listSealed, lockProgress, rangesOf, writeProgress } from './resealing-store.ts'
import { NOTIFICATIONS } from './sealed-column.ts'

type Needs = Pick<Runtime, 'database' | 'sealing' | 'clock' | 'log'>

/** Some hundred values in a statement, so its locks are short. */
const BATCH = 500
/** A round ends soon, and so does a process that stops meanwhile. */
const BATCHES = 20

export const resealingWork: PeriodicWork<Needs> = {
  name: 'reseal-notifications',
  everyMs: 5 * SECOND_MS,
  run: resealNotifications,
}

/**
 * Reseals the next notifications, if somebody has asked to reseal; returns how many. There may be millions: any
 * process continues where the last one stopped. It continues while there are two secrets, because a process that
 * nobody has restarted yet seals under the older one.
 */
export async function resealNotifications(deps: Needs): Promise<number> {
  if (!deps.sealing.isRolling) return 0
  let resealed = 0
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const { written, isLast } = await resealNext(deps)
    resealed += written
    if (isLast) break
  }
  return resealed
}

async function resealNext(
  deps: Needs,
): Promise<{ readonly written: number; readonly isLast: boolean }> {
  const { mark } = deps.sealing
  const [newest] = rangesOf(NOTIFICATIONS, deps.clock.now())
  return inTransaction(deps.database, async (trx) => {
    const after = await lockProgress(trx, mark)
    if (after === undefined || newest === undefined) return { written: 0, isLast: true }
    const page = await listSealed(trx, NOTIFICATIONS, {
      mark,
      after,
      before: newest.after,
      limit: BATCH,
    })
    const { written, skipped } = await resealPage(deps, trx, NOTIFICATIONS, page)
    const last = page.at(-1)
    // What was skipped comes again in the next round.
    if (last !== undefined && skipped === 0) await writeProgress(trx, mark, last.id)
    return { written, isLast: skipped > 0 || page.length < BATCH }
  })
}
