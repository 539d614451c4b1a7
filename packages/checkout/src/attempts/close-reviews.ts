import { apiKeyOf, sideOf, type Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { findAttempts, updateAttempt } from '../payments/attempt-store.ts'
import { changeAttempt, isUnderWay, type Attempt } from '../payments/attempt.ts'
import { lockPayment } from '../payments/payment-store.ts'
import { writePayment } from '../payments/payment-write-store.ts'
import type { Payment } from '../payments/payment.ts'
import { areAll, isInReview, type ReviewKey } from '../payments/review.ts'
import { enquireAttempts } from './enquire-attempt.ts'

export type Reviewed = {
  /** What the person found and did; stays on the timeline, which the merchant reads. */
  readonly note: string
  /** The reviews that the person has read; closes nothing if the payment has others by now. */
  readonly seen?: readonly ReviewKey[] | undefined
}

const LAST_LOOK_MS = 5_000
const REASON = 'A person has closed its review'

/**
 * Closes the reviews of a payment that a person has looked at. It proves nothing: the payment continues
 * in its status, and may be paid, expire or be canceled again. The attempts under review are over; if
 * Tael asks about them again and finds the same, the review opens again.
 */
export async function closeReviews(
  deps: Deps & Acting,
  paymentId: string,
  { note, seen }: Reviewed,
): Promise<{ readonly kind: 'reviewed' | 'not-in-review' | 'changed'; readonly payment: Payment }> {
  requirePermission(deps.actor, 'refund')
  const by = sideOf(deps.actor)
  // QFPay may have corrected its row since: then the money is proved before anything is given up.
  const doubted = (await findAttempts(deps.database.db, paymentId)).filter(isGivenUp)
  await enquireAttempts(deps, doubted, { withinMs: LAST_LOOK_MS })
  const reviewed = await inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, paymentId)
    const { reviews } = payment
    if (!isInReview(payment)) return { kind: 'not-in-review' as const, payment }
    if (seen !== undefined && !areAll(reviews, seen)) return { kind: 'changed' as const, payment }
    const over = (await findAttempts(trx, paymentId)).filter(isGivenUp)
    for (const attempt of over) {
      const { to } = changeAttempt(attempt.status, 'given-up')
      if (to) await updateAttempt(trx, attempt, { status: to, launch_sealed: null, reason: REASON })
    }
    const closed = await writePayment(trx, deps, {
      payment,
      set: { reviews: [] },
      events: [
        { type: 'payment.reviewed', data: { reviews, note, by, api_key: apiKeyOf(deps.actor) } },
        ...over.map((attempt) => ({
          type: 'attempt.lapsed' as const,
          data: { attempt: attempt.id, reason: REASON },
        })),
      ],
    })
    await recordAction(trx, deps, {
      action: 'payment.reviewed',
      subject: { type: 'payment', id: payment.id, accountId: payment.accountId },
      before: { reviews: reviews.map(({ code, subject }) => ({ code, subject })) },
    })
    return { kind: 'reviewed' as const, payment: closed }
  })
  deps.changes.announce(paymentId)
  return reviewed
}

/** Only a review stops the enquiries about an attempt that has not ended. */
function isGivenUp({ status, enquireAt }: Attempt): boolean {
  return isUnderWay(status) && enquireAt === undefined
}
