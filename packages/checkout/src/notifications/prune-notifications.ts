import { pruning } from '../database/prune.ts'
import type { Deps } from '../deps.ts'
import { DAY_MS } from '../platform/durations.ts'
import { deleteNotificationsBefore } from './notification-store.ts'

/** After the days that the operator has set: the sealed bodies name payers. */
export const notificationPruning = pruning<Pick<Deps, 'database' | 'clock' | 'daysKept'>>({
  name: 'prune-notifications',
  keptMs: ({ daysKept }) => daysKept.notifications * DAY_MS,
  deleteBefore: ({ database }, before, limit) =>
    deleteNotificationsBefore(database.db, before, limit),
})
