import type { PeriodicWork } from '../database/background-work.ts'
import type { Database } from '../database/database.ts'
import { pruneOlderThan } from '../database/prune.ts'
import type { Clock } from '../platform/clock.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import { deleteEventsBefore } from './event-store.ts'

type Needs = {
  readonly database: Database
  readonly clock: Clock
  readonly daysKept: { readonly events: number }
}

export const eventPruning: PeriodicWork<Needs> = {
  name: 'prune-events',
  everyMs: HOUR_MS,
  run: pruneEvents,
}

/** Deletes events after the days that the operator has set; what stands in a payment or a refund stays. */
export async function pruneEvents(deps: Needs): Promise<void> {
  const { db } = deps.database
  await pruneOlderThan(deps.daysKept.events * DAY_MS, deps.clock, (before, limit) =>
    deleteEventsBefore(db, before, limit),
  )
}
