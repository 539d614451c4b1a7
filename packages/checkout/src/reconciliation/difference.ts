import type { Transaction } from '@tael/qfpay'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import { isUnderWay, type Attempt, type Order } from '../payments/attempt.ts'
import type { Answer, Facts } from '../payments/facts.ts'
import { messageOf, sayAnswer } from '../payments/review-message.ts'
import type { Review } from '../payments/review.ts'
import { DAY_MS } from '../platform/durations.ts'
import type { Refund } from '../refunds/refund.ts'

/** How QFPay's books and ours differ about one order. Pure: no clock, no database, no network. */
export const DIFFERENCE_KINDS = [
  /** Paid at QFPay, open or given up here. */
  'paid_unrecorded',
  /** Paid here, and QFPay has no paid order for it. */
  'missing',
  'amount',
  'currency',
  /** Money at QFPay under a number that Tael did not make. */
  'unknown',
  /** A number that is paid twice, or a second paid order of one payment. */
  'duplicate',
  /** Refunded there and not here, here and not there, or another amount. */
  'refund',
] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/**
 * What happened to a difference: recorded as an ordinary enquiry would, recorded and refunded, or left to
 * a person.
 */
export type DifferenceOutcome = 'recorded' | 'refunded' | 'reported'

/** What one side says about an order. */
export type Side = {
  readonly status: string
  /** In minor units, if readable. */
  readonly amount?: number
  readonly currency?: string
}

export type DifferenceDraft = {
  readonly kind: DifferenceKind
  readonly outTradeNo: string
  readonly syssn?: string | undefined
  /** QFPay's time of the order. */
  readonly recordedAt?: Date | undefined
  readonly paymentId?: string
  readonly attemptId?: string
  readonly refundId?: string
  readonly ours?: Side
  readonly theirs?: Side
  readonly facts: Facts
  /** Must not be reported before an enquiry about this number alone says the same. */
  readonly isDoubtful: boolean
}

export type Difference = Omit<DifferenceDraft, 'facts'> & {
  /** Undefined: it was found before Tael kept them. */
  readonly facts: Facts | undefined
  readonly message: string
  readonly id: string
  readonly reconciliationId: string
  /** Undefined until it is known. */
  readonly outcome: DifferenceOutcome | undefined
  readonly createdAt: Date
  /** How often QFPay has not answered about it. */
  readonly tries: number
}

/** With the pauses of a run between them, these take some twenty minutes. */
export const MAX_TRIES = 8

type Judgment = { readonly kind: DifferenceKind; readonly facts: Facts }

/** How QFPay's view of an order differs from our books; undefined if both agree. */
export function judgeOrder(
  { attempt, payment }: Order,
  verdict: EnquiryVerdict,
): Judgment | undefined {
  const isPaidHere = attempt.status === 'succeeded'
  if (verdict.kind === 'unreadable') return judgeUnreadable({ attempt, payment }, verdict)
  if (verdict.kind !== 'paid') {
    return isPaidHere
      ? { kind: 'missing', facts: { finding: 'paid_here', answer: answerOf(verdict) } }
      : undefined
  }
  const { amount, currency, syssn, cancel } = verdict.transaction
  const asked = isPaidHere ? attempt.charged : payment.amount
  if (currency !== payment.currency || amount !== asked) {
    return {
      kind: currency === payment.currency ? 'amount' : 'currency',
      facts: {
        finding: 'money_differs',
        ours: { amount: asked, currency: payment.currency },
        theirs: { amount, currency },
      },
    }
  }
  if (!isPaidHere) {
    if (cancel !== '0') return { kind: 'refund', facts: { finding: 'paid_and_canceled', cancel } }
    return payment.status === 'succeeded'
      ? { kind: 'duplicate', facts: { finding: 'second_order_paid' } }
      : {
          kind: 'paid_unrecorded',
          facts: { finding: 'paid_at_gateway', status: attempt.status },
        }
  }
  if (attempt.syssn !== undefined && syssn !== attempt.syssn) {
    const facts = { finding: 'paid_twice', syssns: [attempt.syssn, syssn] } as const
    return { kind: 'duplicate', facts }
  }
  return isExplained(cancel, attempt)
    ? undefined
    : {
        kind: 'refund',
        facts: {
          finding: 'unexplained_mark',
          cancel,
          charged: { amount: attempt.charged, currency },
          refunded: { amount: attempt.refundReserved, currency },
        },
      }
}

function judgeUnreadable(
  { attempt, payment }: Order,
  { currency }: Extract<EnquiryVerdict, { kind: 'unreadable' }>,
): Judgment | undefined {
  // Its enquiries continue; after the last one Tael opens a review.
  if (isUnderWay(attempt.status) && attempt.enquireAt !== undefined) return undefined
  const ours = { amount: payment.amount, currency: payment.currency }
  if (currency === undefined || currency === payment.currency) {
    return { kind: 'amount', facts: { finding: 'unreadable_row', ours } }
  }
  const theirs = { currency: currency.slice(0, 8) }
  return { kind: 'currency', facts: { finding: 'money_differs', ours, theirs } }
}

/** The same for a refund of Tael's. */
export function judgeRefund(refund: Refund, verdict: EnquiryVerdict): Judgment | undefined {
  const ours = { amount: refund.amount, currency: refund.currency }
  const isDoneHere = refund.status === 'succeeded'
  if (verdict.kind === 'unreadable' && !isDoneHere) {
    return refund.status === 'pending'
      ? undefined
      : { kind: 'refund', facts: { finding: 'unreadable_row', ours } }
  }
  if (verdict.kind !== 'paid') {
    return isDoneHere
      ? { kind: 'refund', facts: { finding: 'refunded_here', answer: answerOf(verdict) } }
      : undefined
  }
  const { amount, currency } = verdict.transaction
  if (amount !== refund.amount || currency !== refund.currency) {
    const theirs = { amount, currency }
    return { kind: 'refund', facts: { finding: 'money_differs', ours, theirs } }
  }
  return isDoneHere
    ? undefined
    : { kind: 'refund', facts: { finding: 'refunded_at_gateway', status: refund.status } }
}

/**
 * Whether a difference from QFPay's list stands although the enquiry by number agrees with our books. A
 * paid row is money, whatever contradicts it; but while we still ask about the order, it has a day. Any
 * other row may be outdated, also for a day.
 */
export function isListedForGood(
  { theirs, recordedAt }: Pick<Difference, 'theirs' | 'recordedAt'>,
  { now, isFollowed }: { readonly now: Date; readonly isFollowed: boolean },
): boolean {
  if (theirs === undefined || ABSENT.includes(theirs.status)) return false
  if (theirs.status === 'succeeded' && !isFollowed) return true
  return recordedAt === undefined || now.getTime() - recordedAt.getTime() >= DAY_MS
}

/** A difference with what Tael has found since. */
export function withFacts(difference: Difference, facts: Facts): Difference {
  return { ...difference, facts, message: messageOf(facts) }
}

/** What the list says, and what the enquiry by number answered. */
export function withAnswer(difference: Difference, by_number: Answer): Difference {
  const { facts } = difference
  return facts === undefined ? difference : withFacts(difference, { ...facts, by_number })
}

/**
 * What a person has to look at. Reported on two nights it is one review, so neither the run nor the words
 * are part of it; but each row of QFPay's that is separate money is a separate review.
 */
export function reviewOf({
  kind,
  outTradeNo,
  syssn = outTradeNo,
  attemptId,
  refundId,
  facts,
  message,
}: Pick<Difference, 'kind' | 'outTradeNo' | 'syssn' | 'refundId' | 'facts' | 'message'> & {
  readonly attemptId: string
}): Review {
  const said = { ...(facts && { facts }), message }
  if (refundId !== undefined) {
    const code = kind === 'duplicate' ? 'refund_done_twice' : 'books_differ'
    return { code, subject: refundId, ...said }
  }
  if (kind === 'duplicate') return { code: 'duplicate_charge', subject: syssn, ...said }
  if (outTradeNo !== attemptId) return { code: 'refunded_elsewhere', subject: syssn, ...said }
  return { code: 'books_differ', subject: attemptId, ...said }
}

/** Whether our own refunds can explain QFPay's mark on a paid order. */
function isExplained(cancel: string, { charged, refundReserved }: Attempt): boolean {
  if (cancel === '0') return true
  return cancel === '5' ? refundReserved > 0 : refundReserved === charged
}

/** A verdict that our books agree with, or contradict. */
export function answerOf(verdict: EnquiryVerdict): Answer {
  switch (verdict.kind) {
    case 'paid':
      return { kind: 'agrees' }
    case 'rejected':
      return { kind: 'rejected', respcd: verdict.respcd }
    case 'missing':
    case 'unpaid':
    case 'unreadable':
      return { kind: verdict.kind }
  }
}

export function sideOfOrder({ attempt, payment }: Order): Side {
  const amount = attempt.status === 'succeeded' ? attempt.charged : payment.amount
  return { status: attempt.status, amount, currency: payment.currency }
}

export function sideOfRefund({ status, amount, currency }: Refund): Side {
  return { status, amount, currency }
}

/** What the list said about an order that it did not show, or showed unreadably. */
const ABSENT: readonly string[] = [
  sayAnswer({ kind: 'missing' }),
  sayAnswer({ kind: 'unreadable' }),
]

export function sideOfVerdict(verdict: EnquiryVerdict): Side {
  if (verdict.kind === 'paid') return sideOfRow(verdict.transaction)
  const currency = verdict.kind === 'unreadable' ? verdict.currency?.slice(0, 8) : undefined
  return { status: sayAnswer(answerOf(verdict)), ...(currency !== undefined && { currency }) }
}

export function sideOfRow({ outcome, amount, currency }: Transaction): Side {
  return { status: outcome, amount, currency }
}
