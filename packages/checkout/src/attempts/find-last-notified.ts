import type { Db } from '../database/schema.ts'
import { listEvents } from '../events/event-store.ts'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'

/** When QFPay last notified us that an attempt is paid. */
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
      // An unreadable notification made us ask, but reports no payment.
      data['notify_type'] !== 'unknown',
  )?.createdAt
}
