import type { Deps } from '../deps.ts'
import { openReview, overdue } from './apply-finding.ts'
import { changeRefund } from './change-refund.ts'
import { isForgotten, isRefundOpen, type Refund } from './refund.ts'

/** Calls a person to an old refund about which QFPay does not answer, so that no finding ever comes. */
export async function noteOverdue(deps: Deps, unanswered: Refund): Promise<void> {
  if (!isForgotten(unanswered, deps.clock.now())) return
  await changeRefund(deps, unanswered, async (trx, locked) => {
    if (isRefundOpen(locked.refund)) await openReview(trx, deps, locked, overdue(locked.refund))
  })
}
