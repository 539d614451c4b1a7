import type { Facts } from './facts.ts'

/** Why a person has to look at a payment; docs/review.md says what each code means and what to do. */
export const REVIEW_CODES = [
  'amount_mismatch',
  'refunded_at_gateway',
  'notified_not_found',
  'unreadable_row',
  'unanswered',
  'books_differ',
  'duplicate_charge',
  'refunded_elsewhere',
  'automatic_refund_failed',
  'refund_overdue',
  'refund_amount_mismatch',
  'refund_done_after_failure',
  'refund_done_twice',
] as const
export type ReviewCode = (typeof REVIEW_CODES)[number]

/** What distinguishes one review from another. */
export type ReviewKey = {
  readonly code: ReviewCode
  /** The id of an attempt or a refund; for a row that Tael did not make, QFPay's number of it. */
  readonly subject: string
}

/**
 * One thing about a payment that a person has to look at. A payment may have several, so that one can
 * end without the others. The message is for people and does not distinguish reviews.
 */
export type Review = ReviewKey & {
  /** What the message says in numbers and names; absent if the code says all, and in older reviews. */
  readonly facts?: Facts
  readonly message: string
}

type Reviews = readonly Review[]

/** Whether a person has to look at a payment. */
export function isInReview({ reviews }: { readonly reviews: Reviews }): boolean {
  return reviews.length > 0
}

export function hasReview(reviews: Reviews, key: ReviewKey): boolean {
  return reviews.some((review) => isSame(review, key))
}

export function withReview(reviews: Reviews, review: Review): Reviews {
  return hasReview(reviews, review) ? reviews : [...reviews, review]
}

export function withoutReviews(reviews: Reviews, closed: readonly ReviewKey[]): Reviews {
  return reviews.filter((review) => !closed.some((key) => isSame(review, key)))
}

export function reviewsAbout(reviews: Reviews, subject: string): Reviews {
  return reviews.filter((review) => review.subject === subject)
}

/** Whether these are exactly the reviews, in any order. */
export function areAll(reviews: Reviews, keys: readonly ReviewKey[]): boolean {
  return keys.every((key) => hasReview(reviews, key)) && withoutReviews(reviews, keys).length === 0
}

/** What a person reads, in one line. */
export function sayReviews(reviews: Reviews): string {
  return reviews.map(({ subject, message }) => `${subject}: ${message}`).join('; ')
}

function isSame(one: ReviewKey, other: ReviewKey): boolean {
  return one.code === other.code && one.subject === other.subject
}
