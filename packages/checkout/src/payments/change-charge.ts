import type { Trx } from '../database/schema.ts'
import type { EventDraft } from '../events/event-data.ts'
import type { EventWriter } from '../webhooks/queue-webhooks.ts'
import { findAttempt } from './attempt-store.ts'
import type { Attempt } from './attempt.ts'
import { lockPaymentOf } from './payment-store.ts'
import { writePayment } from './payment-write-store.ts'
import type { Payment } from './payment.ts'
import { hasReview, withoutReviews, type Review, type ReviewKey } from './review.ts'

/** What an attempt took from its payer, locked with its payment. */
export type Charge = { readonly payment: Payment; readonly attempt: Attempt }

/** Makes every other writer of the attempt's payment wait until the transaction ends. */
export async function lockCharge(trx: Trx, attemptId: string): Promise<Charge | undefined> {
  const payment = await lockPaymentOf(trx, attemptId)
  const attempt = payment && (await findAttempt(trx, attemptId))
  return attempt && { payment, attempt }
}

/**
 * Writes a refund's change of a locked charge together with its events. The schema, too, refuses to
 * reserve more than was charged.
 */
export async function changeCharge(
  trx: Trx,
  deps: EventWriter,
  change: {
    readonly charge: Charge
    /** Added to the reserved amount; negative if a refund has failed. */
    readonly reserve?: number
    /** Refunded to the payer of this charge. */
    readonly refunded?: number
    /** Opened, unless it is already open. */
    readonly review?: Review | undefined
    /** Reviews that are no longer needed. */
    readonly closed?: readonly ReviewKey[]
    readonly events: readonly EventDraft[]
  },
): Promise<void> {
  const { charge, reserve = 0, refunded = 0, review, closed = [], events } = change
  const { payment, attempt } = charge
  const left = withoutReviews(payment.reviews, closed)
  const opened = review !== undefined && !hasReview(left, review) ? [review] : []
  // Refunding a charge that did not pay the payment leaves the payment paid in full.
  const isOfPayment = payment.succeededAttemptId === attempt.id
  const refund_reserved = attempt.refundReserved + reserve
  await writePayment(trx, deps, {
    payment,
    ...(reserve !== 0 && { attempt: { attempt, set: { refund_reserved } } }),
    set: {
      reviews: [...left, ...opened],
      ...(refunded !== 0 && isOfPayment && { refunded: payment.refunded + refunded }),
    },
    events: [...events, ...opened.map((one) => reviewOpened(attempt, one))],
  })
}

export function reviewOpened({ id }: Pick<Attempt, 'id'>, review: Review): EventDraft {
  return { type: 'payment.review_opened', data: { attempt: id, ...review } }
}
