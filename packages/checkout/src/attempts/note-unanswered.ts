import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { afterSilence, isLastEnquiry } from '../enquiries/schedule.ts'
import type { EventDraft } from '../events/event-data.ts'
import { updateAttempt } from '../payments/attempt-store.ts'
import { changeAttempt, type Attempt } from '../payments/attempt.ts'
import { changeCharge, lockCharge } from '../payments/change-charge.ts'
import { newReview } from '../payments/review-message.ts'

const NEVER_ANSWERED = 'QFPay never answered about it'

/**
 * What happens to an attempt if QFPay does not answer its last enquiry: Tael asks less and less often,
 * opens a review once, and in the end stops.
 */
export async function noteUnanswered(deps: Deps, attempt: Attempt): Promise<void> {
  const now = deps.clock.now()
  if (!isLastEnquiry({ openedAt: attempt.openedAt, now })) return
  await inTransaction(deps.database, async (trx) => {
    const charge = await lockCharge(trx, attempt.id)
    if (charge === undefined || charge.attempt.status === 'succeeded') return
    const { attempt: current } = charge
    const openedAt = current.notifiedAt ?? current.openedAt
    const { nextAt, isLong } = afterSilence({ openedAt, now })
    const { to } = nextAt === undefined ? changeAttempt(current.status, 'given-up') : {}
    const isNews = isLong && current.unansweredAt === undefined
    await updateAttempt(trx, current, {
      enquire_at: nextAt ?? null,
      ...(isNews && { unanswered_at: now }),
      ...(to && { status: to, launch_sealed: null, reason: NEVER_ANSWERED }),
    })
    const review = newReview({ code: 'unanswered', subject: current.id })
    const events: EventDraft[] = to
      ? [{ type: 'attempt.lapsed', data: { attempt: current.id, reason: NEVER_ANSWERED } }]
      : []
    if (!isNews && events.length === 0) return
    if (isNews) deps.log.error('attempt.never_answered', { attempt: current.id })
    await changeCharge(trx, deps, { charge, events, ...(isNews && { review }) })
  })
  deps.changes.announce(attempt.paymentId)
}
