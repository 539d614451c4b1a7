import type { Deps } from '../deps.ts'
import { changeCharge } from '../payments/change-charge.ts'
import { hasReview } from '../payments/review.ts'
import { overdue } from './apply-finding.ts'
import { changeRefund } from './change-refund.ts'
import { isForgotten, isRefundOpen, type Refund } from './refund.ts'

/** Calls a person to an old refund about which QFPay does not answer, so that no finding ever comes. */
export async function noteOverdue(deps: Deps, unanswered: Refund): Promise<void> {
  if (!isForgotten(unanswered, deps.clock.now())) return
  await changeRefund(deps, unanswered, async (trx, { charge, refund }) => {
    if (!isRefundOpen(refund)) return
    const review = overdue(refund)
    if (hasReview(charge.payment.reviews, review)) return
    deps.log.error('refund.needs_review', { refund: refund.id, ...review })
    await changeCharge(trx, deps, { charge, review, events: [] })
  })
}
