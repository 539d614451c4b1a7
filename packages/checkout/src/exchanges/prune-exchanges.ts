import { pruning } from '../database/prune.ts'
import { DAY_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import { deleteExchangesBefore } from './exchange-store.ts'

const KEPT_MS = 90 * DAY_MS

export const exchangePruning = pruning<Pick<Runtime, 'database' | 'clock'>>({
  name: 'prune-exchanges',
  keptMs: () => KEPT_MS,
  deleteBefore: ({ database }, before, limit) => deleteExchangesBefore(database.db, before, limit),
})
