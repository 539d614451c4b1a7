import type { NotifiedTransaction } from '@tael/qfpay'
import { readAccount } from '../accounts/read-accounts.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { changeCharge, lockCharge } from '../payments/change-charge.ts'
import { readOrders } from '../payments/read-orders.ts'
import { newReview } from '../payments/review-message.ts'
import { recordedSince } from './enquire-refund.ts'
import { refundedElsewhere } from './refund-elsewhere.ts'

/**
 * Asks about a refund that Tael has not made: somebody refunded in QFPay's portal, or another system did.
 * If an enquiry proves it, Tael opens a review before it refunds more.
 */
export async function enquireRefundElsewhere(
  deps: Deps,
  accountId: string,
  { outTradeNo, syssn, recordedAt }: NotifiedTransaction,
): Promise<void> {
  const account = await readAccount(deps, accountId)
  const now = deps.clock.now()
  const verdict = await deps.gateways(account).enquirer.ask(
    {
      id: outTradeNo,
      syssn,
      openedAt: now,
      recorded: recordedSince(recordedAt ?? now, now),
      orderType: 'refund',
    },
    'notified',
  )
  if (verdict.kind !== 'paid') return
  const { originalSyssn = '' } = verdict.transaction
  const named = await readOrders(deps, { ids: [], syssns: [originalSyssn] })
  const attempt = named.find((order) => order.attempt.accountId === accountId)?.attempt
  if (attempt === undefined) return
  const review = newReview({
    code: 'refunded_elsewhere',
    subject: verdict.transaction.syssn,
    facts: refundedElsewhere(attempt.id, verdict.transaction),
  })
  await inTransaction(deps.database, async (trx) => {
    const charge = await lockCharge(trx, attempt.id)
    if (charge === undefined) throw new Error(`${attempt.id} vanished`)
    await changeCharge(trx, deps, { charge, review, events: [] })
  })
  deps.changes.announce(attempt.paymentId)
}
