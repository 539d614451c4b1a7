import type { Database } from '../database/database.ts'
import { inStatement } from '../database/transaction.ts'
import type { Attempt } from '../payments/attempt.ts'
import { attemptOf } from '../payments/read-payments.ts'
import { createBatches } from '../platform/batches.ts'
import {
  keepOfOpenOrders,
  NOTIFICATION_RECEIVED,
  type OrderNotification,
} from './order-notification-store.ts'

type KeptNotification = {
  /** Whether it is the first of its kind. */
  readonly isFirst: boolean
  /** What has to be asked about, as it is now: nothing after a repeat. */
  readonly attempt: Attempt | undefined
}

/** Keeps the usual notification, about an open order: those that come together, in one statement. */
export type OrderNotifications = {
  /** Undefined if this one needs more, and is not kept. */
  readonly keep: (notification: OrderNotification) => Promise<KeptNotification | undefined>
}

const MOST = 50

export function createOrderNotifications(database: Database): OrderNotifications {
  const keep = createBatches(
    (notifications: readonly OrderNotification[]) =>
      inStatement(database, (statement) => keepOfOpenOrders(statement, notifications)),
    MOST,
  )
  return {
    async keep(notification) {
      const kept = await keep(notification)
      if (kept === undefined) return undefined
      const { receivedAt, event } = notification
      if (kept.isFirst) {
        database.onEvent?.({ type: NOTIFICATION_RECEIVED, data: event.data, createdAt: receivedAt })
      }
      return { isFirst: kept.isFirst, attempt: kept.attempt ? attemptOf(kept.attempt) : undefined }
    },
  }
}
