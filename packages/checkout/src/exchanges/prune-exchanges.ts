import type { PeriodicWork } from '../database/background-work.ts'
import { pruneOlderThan } from '../database/prune.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import { deleteExchangesBefore } from './exchange-store.ts'

const KEPT_MS = 90 * DAY_MS

export const exchangePruning: PeriodicWork<Pick<Runtime, 'database' | 'clock'>> = {
  name: 'prune-exchanges',
  everyMs: HOUR_MS,
  run: pruneExchanges,
}

/** Deletes exchanges after 90 days. */
export async function pruneExchanges(deps: Pick<Runtime, 'database' | 'clock'>): Promise<void> {
  const { db } = deps.database
  await pruneOlderThan(KEPT_MS, deps.clock, (before, limit) =>
    deleteExchangesBefore(db, before, limit),
  )
}
