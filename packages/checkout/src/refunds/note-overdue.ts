import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { changeCharge, lockCharge } from '../payments/change-charge.ts'
import { hasReview } from '../payments/review.ts'
import { overdue } from './apply-finding.ts'
import { findRefund } from './refund-store.ts'
import { isForgotten, isRefundOpen, type Refund } from './refund.ts'

/** Calls a person to an old refund about which QFPay does not answer, so that no finding ever comes. */
export async function noteOverdue(deps: Deps, unanswered: Refund): Promise<void> {
  const { id, attemptId, paymentId } = unanswered
  if (!isForgotten(unanswered, deps.clock.now())) return
  await inTransaction(deps.database, async (trx) => {
    const charge = await lockCharge(trx, attemptId)
    const refund = await findRefund(trx, id)
    if (charge === undefined || refund === undefined || !isRefundOpen(refund)) return
    const review = overdue(refund)
    if (hasReview(charge.payment.reviews, review)) return
    deps.log.error('refund.needs_review', { refund: id, ...review })
    await changeCharge(trx, deps, { charge, review, events: [] })
  })
  deps.changes.announce(paymentId)
}
