import type { Transaction } from '@tael/qfpay'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import { sayAmount } from '../language/display-amount.ts'
import { isUnderWay, type Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
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
  readonly message: string
  /** Must not be reported before an enquiry about this number alone says the same. */
  readonly isDoubtful: boolean
}

export type Difference = DifferenceDraft & {
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

/** An attempt with its payment: our books about one order. */
export type Order = { readonly attempt: Attempt; readonly payment: Payment }

type Finding = { readonly kind: DifferenceKind; readonly message: string }

/** How QFPay's view of an order differs from our books; undefined if both agree. */
export function judgeOrder(
  { attempt, payment }: Order,
  verdict: EnquiryVerdict,
): Finding | undefined {
  const isPaidHere = attempt.status === 'succeeded'
  if (verdict.kind === 'unreadable') return judgeUnreadable({ attempt, payment }, verdict)
  if (verdict.kind !== 'paid') {
    return isPaidHere
      ? { kind: 'missing', message: `paid here, and ${saidOf(verdict)} at QFPay` }
      : undefined
  }
  const { amount, currency, syssn, cancel } = verdict.transaction
  const asked = isPaidHere ? attempt.charged : payment.amount
  if (currency !== payment.currency) {
    return { kind: 'currency', message: `${payment.currency} here, ${currency} at QFPay` }
  }
  if (amount !== asked) {
    const [ours, theirs] = [sayAmount(asked, currency), sayAmount(amount, currency)]
    return { kind: 'amount', message: `${ours} here, ${theirs} at QFPay` }
  }
  if (!isPaidHere) {
    if (cancel !== '0')
      return {
        kind: 'refund',
        message: `paid and canceled at QFPay (cancel ${cancel}), ${attempt.status} here`,
      }
    return payment.status === 'succeeded'
      ? { kind: 'duplicate', message: 'a second order of this payment is paid at QFPay' }
      : { kind: 'paid_unrecorded', message: `paid at QFPay, ${attempt.status} here` }
  }
  if (attempt.syssn !== undefined && syssn !== attempt.syssn) {
    return {
      kind: 'duplicate',
      message: `paid twice at QFPay: as ${attempt.syssn} and as ${syssn}`,
    }
  }
  return isExplained(cancel, attempt)
    ? undefined
    : {
        kind: 'refund',
        message: `QFPay says ${CANCELS[cancel] ?? `cancel ${cancel}`}; of ${sayAmount(attempt.charged, currency)} Tael knows of ${sayAmount(attempt.refundReserved, currency)} refunded or being refunded`,
      }
}

function judgeUnreadable(
  { attempt, payment }: Order,
  { currency }: Extract<EnquiryVerdict, { kind: 'unreadable' }>,
): Finding | undefined {
  // Its enquiries continue; after the last one Tael opens a review.
  if (isUnderWay(attempt.status) && attempt.enquireAt !== undefined) return undefined
  return currency === undefined || currency === payment.currency
    ? {
        kind: 'amount',
        message: `${sayAmount(payment.amount, payment.currency)} here, an unreadable row at QFPay`,
      }
    : { kind: 'currency', message: `${payment.currency} here, ${currency.slice(0, 8)} at QFPay` }
}

/** The same for a refund of Tael's. */
export function judgeRefund(refund: Refund, verdict: EnquiryVerdict): Finding | undefined {
  const isDoneHere = refund.status === 'succeeded'
  if (verdict.kind === 'unreadable' && !isDoneHere) {
    const message = `${refund.status} here, an unreadable row at QFPay`
    return refund.status === 'pending' ? undefined : { kind: 'refund', message }
  }
  if (verdict.kind !== 'paid') {
    return isDoneHere
      ? { kind: 'refund', message: `refunded here, and ${saidOf(verdict)} at QFPay` }
      : undefined
  }
  const { amount, currency } = verdict.transaction
  if (amount !== refund.amount || currency !== refund.currency) {
    return {
      kind: 'refund',
      message: `requested ${sayAmount(refund.amount, refund.currency)}, refunded ${sayAmount(amount, currency)} at QFPay`,
    }
  }
  return isDoneHere
    ? undefined
    : { kind: 'refund', message: `refunded at QFPay, ${refund.status} here` }
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

/** What the list says, and what the enquiry by number answered. */
export function contradiction(listed: string, verdict: EnquiryVerdict): string {
  const said = verdict.kind === 'paid' ? 'what is here' : saidOf(verdict)
  return `${listed}; asked by its number, QFPay says: ${said}`
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
  message,
}: Pick<Difference, 'kind' | 'outTradeNo' | 'syssn' | 'refundId' | 'message'> & {
  readonly attemptId: string
}): Review {
  if (refundId !== undefined) {
    const code = kind === 'duplicate' ? 'refund_done_twice' : 'books_differ'
    return { code, subject: refundId, message }
  }
  if (kind === 'duplicate') return { code: 'duplicate_charge', subject: syssn, message }
  if (outTradeNo !== attemptId) return { code: 'refunded_elsewhere', subject: syssn, message }
  return { code: 'books_differ', subject: attemptId, message }
}

const CANCELS: Readonly<Record<string, string>> = {
  '1': 'reversed',
  '2': 'canceled',
  '3': 'refunded',
  '5': 'partly refunded',
}

/** Whether our own refunds can explain QFPay's mark on a paid order. */
function isExplained(cancel: string, { charged, refundReserved }: Attempt): boolean {
  if (cancel === '0') return true
  return cancel === '5' ? refundReserved > 0 : refundReserved === charged
}

function saidOf(verdict: Exclude<EnquiryVerdict, { kind: 'paid' }>): string {
  switch (verdict.kind) {
    case 'missing':
      return 'unknown'
    case 'unpaid':
      return 'not paid'
    case 'unreadable':
      return 'unreadable'
    case 'rejected':
      return `refused (${verdict.respcd})`
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
const ABSENT: readonly string[] = [saidOf({ kind: 'missing' }), saidOf({ kind: 'unreadable' })]

export function sideOfVerdict(verdict: EnquiryVerdict): Side {
  if (verdict.kind === 'paid') return sideOfRow(verdict.transaction)
  const currency = verdict.kind === 'unreadable' ? verdict.currency?.slice(0, 8) : undefined
  return { status: saidOf(verdict), ...(currency !== undefined && { currency }) }
}

export function sideOfRow({ outcome, amount, currency }: Transaction): Side {
  return { status: outcome, amount, currency }
}
