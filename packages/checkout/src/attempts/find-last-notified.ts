import type { Db } from '../database/schema.ts'
import { listEvents } from '../events/event-store.ts'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'

/** When QFPay has last notified an attempt as paid. */
export async function lastNotified(
  trx: Db,
  payment: Payment,
  attempt: Attempt,
): Promise<Date | undefined> {
  const events = await listEvents(trx, payment.id, { after: 0, limit: payment.sequence })
  return events.findLast(
    ({ type, data }) =>
      type === 'notification.received' &&
      data['attempt'] === attempt.id &&
      // One that could not be read made us ask, and says nothing of a payment.
      data['notify_type'] !== 'unknown',
  )?.createdAt
}
