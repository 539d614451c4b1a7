import type { Transaction } from '@tael/qfpay'
import { isLastEnquiry } from '../enquiries/schedule.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import { decideAttempt, type Attempt, type AttemptStatus } from '../payments/attempt.ts'
import { classifyMoney, type Payment } from '../payments/payment.ts'
import { newReview, type ReviewDraft } from '../payments/review-message.ts'
import type { Review } from '../payments/review.ts'

/** The effect of a verdict on an attempt and its payment. */
export type Decision =
  | { readonly kind: 'unchanged' }
  /** Nothing has moved, and nothing asks about the attempt any more. */
  | { readonly kind: 'given-up' }
  /** The gateway contradicts the request, or itself: a person has to look. */
  | { readonly kind: 'needs-review'; readonly review: Review }
  | {
      readonly kind: 'moved'
      readonly to: AttemptStatus
      /** Whether enquiries about it have ended. */
      readonly isOver: boolean
      /** What to do with the proved money. */
      readonly fate?: ReturnType<typeof classifyMoney>
    }

type Circumstances = {
  readonly now: Date
  readonly latePayments: 'accept' | 'refund'
}

/** Total: every verdict has an answer for every attempt, and the same one if it comes again. */
export function decide(
  payment: Pick<Payment, 'status' | 'amount' | 'currency'>,
  attempt: Pick<Attempt, 'id' | 'status' | 'openedAt' | 'notifiedAt'>,
  verdict: EnquiryVerdict,
  { now, latePayments }: Circumstances,
): Decision {
  const { id: subject, openedAt, notifiedAt } = attempt
  const needsReview = (draft: ReviewDraft): Decision => ({
    kind: 'needs-review',
    review: newReview(draft),
  })
  // If QFPay has notified us, we ask for as long again before the contradiction is final.
  const isOver =
    isLastEnquiry({ openedAt, now }) && isLastEnquiry({ openedAt: notifiedAt ?? openedAt, now })
  const { to } = decideAttempt(attempt.status, verdict.kind, isOver)
  if (verdict.kind === 'paid') {
    if (to === undefined) return isOver ? GIVEN_UP : UNCHANGED
    const doubt = mismatch(subject, verdict.transaction, payment)
    if (doubt !== undefined) return needsReview(doubt)
    return { kind: 'moved', to, isOver: true, fate: classifyMoney(payment.status, latePayments) }
  }
  if (isOver && attempt.status !== 'succeeded') {
    if (verdict.kind === 'unreadable') return needsReview({ code: 'unreadable_row', subject })
    if (notifiedAt !== undefined) return needsReview({ code: 'notified_not_found', subject })
  }
  if (to === undefined) return isOver ? GIVEN_UP : UNCHANGED
  // Refused orders have been paid later before: it is watched like the others.
  return { kind: 'moved', to, isOver: isOver || verdict.kind !== 'rejected' }
}

const UNCHANGED: Decision = { kind: 'unchanged' }
const GIVEN_UP: Decision = { kind: 'given-up' }

/** How a paid row differs from the request; nothing if it matches. */
function mismatch(
  subject: string,
  { amount, currency, cancel }: Pick<Transaction, 'amount' | 'currency' | 'cancel'>,
  asked: Pick<Payment, 'amount' | 'currency'>,
): ReviewDraft | undefined {
  if (amount !== asked.amount || currency !== asked.currency) {
    const ours = { amount: asked.amount, currency: asked.currency }
    const facts = { finding: 'money_differs', ours, theirs: { amount, currency } } as const
    return { code: 'amount_mismatch', subject, facts }
  }
  // Before it is proved, nobody here can have refunded it.
  return cancel === '0'
    ? undefined
    : { code: 'refunded_at_gateway', subject, facts: { finding: 'paid_and_canceled', cancel } }
}
