import type { Account } from '../accounts/account.ts'
import { shareCredentials } from '../accounts/read-accounts.ts'
import type { Trx } from '../database/schema.ts'
import type { Deps } from '../deps.ts'
import { nextEnquiryAt } from '../enquiries/schedule.ts'
import type { NotificationFacts } from '../events/event-data.ts'
import { findAttempt } from '../payments/attempt-store.ts'
import type { Attempt } from '../payments/attempt.ts'
import { lockPaymentOf } from '../payments/payment-store.ts'
import { writePayment } from '../payments/payment-write-store.ts'

/**
 * Writes a notification of QFPay into the timeline. The enquiry that must prove it follows immediately; if
 * this process dies first, the schedule makes it within seconds, even for an attempt that was given up.
 */
export async function noteNotification(
  trx: Trx,
  deps: Deps,
  notification: {
    readonly id: string
    readonly attemptId: string
    /** The account whose address received it. */
    readonly account: Account
    readonly facts: NotificationFacts
  },
): Promise<Attempt | undefined> {
  const payment = await lockPaymentOf(trx, notification.attemptId)
  const attempt = payment && (await findAttempt(trx, notification.attemptId))
  if (payment === undefined || attempt === undefined) return undefined
  const { accountId } = attempt
  if (!(await shareCredentials(trx, deps, notification.account, accountId))) return undefined
  const now = deps.clock.now()
  const isOpen = attempt.status !== 'succeeded'
  const asking = {
    enquire_at: nextEnquiryAt({ openedAt: now, now }),
    // An unreadable notification makes us ask, but reports no payment.
    ...(notification.facts.notify_type !== 'unknown' && { notified_at: now }),
  }
  await writePayment(trx, deps, {
    payment,
    ...(isOpen && { attempt: { attempt, set: asking } }),
    events: [
      {
        type: 'notification.received',
        data: { attempt: attempt.id, notification: notification.id, ...notification.facts },
      },
    ],
  })
  return isOpen ? { ...attempt, enquireAt: asking.enquire_at } : attempt
}
