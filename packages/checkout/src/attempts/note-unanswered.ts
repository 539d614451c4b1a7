import type { Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { afterSilence, isLastEnquiry } from '../enquiries/schedule.ts'
import type { EventDraft } from '../events/event-data.ts'
import { listEvents } from '../events/event-store.ts'
import { updateAttempt } from '../payments/attempt-store.ts'
import { changeAttempt, type Attempt } from '../payments/attempt.ts'
import { changeCharge, lockCharge, type Charge } from '../payments/change-charge.ts'
import type { ReviewKey } from '../payments/review.ts'

const UNANSWERED = 'QFPay has not answered about it for a day'
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
    await updateAttempt(trx, current, {
      enquire_at: nextAt ?? null,
      ...(to && { status: to, launch_sealed: null, reason: NEVER_ANSWERED }),
    })
    const review = { code: 'unanswered', subject: current.id, message: UNANSWERED } as const
    const events: EventDraft[] = to
      ? [{ type: 'attempt.lapsed', data: { attempt: current.id, reason: NEVER_ANSWERED } }]
      : []
    const isNews = isLong && !(await wasReviewed(trx, charge, review))
    if (!isNews && events.length === 0) return
    if (isNews) deps.log.error('attempt.never_answered', { attempt: current.id })
    await changeCharge(trx, deps, { charge, events, ...(isNews && { review }) })
  })
  deps.changes.announce(attempt.paymentId)
}

/** Whether that review has been opened before; a person may have closed it since. */
async function wasReviewed(
  trx: Transaction<Tables>,
  { payment }: Charge,
  { code, subject }: ReviewKey,
): Promise<boolean> {
  const events = await listEvents(trx, payment.id, { after: 0, limit: payment.sequence })
  return events.some(
    ({ type, data }) =>
      type === 'payment.review_opened' && data['code'] === code && data['subject'] === subject,
  )
}
