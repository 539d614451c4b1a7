import type { PeriodicWork } from '../database/background-work.ts'
import { pruneOlderThan } from '../database/prune.ts'
import type { Deps } from '../deps.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import { deleteNotificationsBefore } from './notification-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'daysKept'>

export const notificationPruning: PeriodicWork<Needs> = {
  name: 'prune-notifications',
  everyMs: HOUR_MS,
  run: pruneNotifications,
}

/** Deletes notifications after the days that the operator has set: their sealed bodies name payers. */
export async function pruneNotifications(deps: Needs): Promise<void> {
  const { db } = deps.database
  await pruneOlderThan(deps.daysKept.notifications * DAY_MS, deps.clock, (before, limit) =>
    deleteNotificationsBefore(db, before, limit),
  )
}
