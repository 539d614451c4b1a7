import type { Account } from '../accounts/account.ts'
import { shareCredentials } from '../accounts/read-accounts.ts'
import type { Trx } from '../database/schema.ts'
import type { Deps } from '../deps.ts'
import type { NotificationFacts } from '../events/event-data.ts'
import { changeCharge } from '../payments/change-charge.ts'
import { lockRefund } from './change-refund.ts'
import { findRefund, updateRefund } from './refund-store.ts'
import { refundIdOf, type Refund } from './refund.ts'

/**
 * Writes a refund's notification into the timeline. The enquiry that must prove it follows immediately; if
 * this process dies first, the schedule makes it within seconds, even if the refund had failed.
 */
export async function noteRefundNotification(
  trx: Trx,
  deps: Deps,
  notification: {
    readonly id: string
    readonly number: string
    /** The account whose address received it. */
    readonly account: Account
    readonly facts: NotificationFacts
  },
): Promise<Refund | undefined> {
  const named = await findRefund(trx, refundIdOf(notification.number))
  if (named === undefined) return undefined
  if (!(await shareCredentials(trx, deps, notification.account, named.accountId))) return undefined
  const { charge, refund, now } = await lockRefund(trx, deps, named)
  if (refund.status === 'pending' || refund.status === 'failed') {
    await updateRefund(trx, refund, { work_at: new Date(now.getTime() + SOON_MS) })
  }
  await changeCharge(trx, deps, {
    charge,
    events: [
      {
        type: 'notification.received',
        data: { refund: refund.id, notification: notification.id, ...notification.facts },
      },
    ],
  })
  return refund
}

const SOON_MS = 3_000
