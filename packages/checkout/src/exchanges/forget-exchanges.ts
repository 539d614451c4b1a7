import type { Deps } from '../deps.ts'
import { deleteExchangesBefore } from './exchange-store.ts'

const KEPT_MS = 90 * 24 * 60 * 60 * 1000
const BATCH = 1000

/** Forgets exchanges after 90 days: all there are, a thousand in each statement. */
export async function forgetOldExchanges(deps: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - KEPT_MS)
  let forgotten = BATCH
  while (forgotten === BATCH) {
    forgotten = await deleteExchangesBefore(deps.database.db, before, BATCH)
  }
}
