import type { Database } from '../database/database.ts'
import { pruning } from '../database/prune.ts'
import type { Clock } from '../platform/clock.ts'
import { DAY_MS } from '../platform/durations.ts'
import { deleteEventsBefore } from './event-store.ts'

type Needs = {
  readonly database: Database
  readonly clock: Clock
  readonly daysKept: { readonly events: number }
}

/** After the days that the operator has set; what stands in a payment or a refund stays. */
export const eventPruning = pruning<Needs>({
  name: 'prune-events',
  keptMs: ({ daysKept }) => daysKept.events * DAY_MS,
  deleteBefore: ({ database }, before, limit) => deleteEventsBefore(database.db, before, limit),
})
