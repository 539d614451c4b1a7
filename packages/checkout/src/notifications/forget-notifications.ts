import { forgetOlderThan } from '../database/forget.ts'
import type { Deps } from '../deps.ts'
import { deleteNotificationsBefore } from './notification-store.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Deletes notifications after the days that the operator has set: their sealed bodies name payers. */
export async function forgetOldNotifications(
  deps: Pick<Deps, 'database' | 'clock' | 'notificationDays'>,
): Promise<void> {
  const { db } = deps.database
  await forgetOlderThan(deps.notificationDays * DAY_MS, deps.clock, (before, limit) =>
    deleteNotificationsBefore(db, before, limit),
  )
}
