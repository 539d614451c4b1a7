import { forgetOlderThan } from '../database/forget.ts'
import type { Runtime } from '../runtime.ts'
import { deleteExchangesBefore } from './exchange-store.ts'

const KEPT_MS = 90 * 24 * 60 * 60 * 1000

/** Deletes exchanges after 90 days. */
export async function forgetOldExchanges(deps: Pick<Runtime, 'database' | 'clock'>): Promise<void> {
  const { db } = deps.database
  await forgetOlderThan(KEPT_MS, deps.clock, (before, limit) =>
    deleteExchangesBefore(db, before, limit),
  )
}
