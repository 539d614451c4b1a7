import type { ResponseMeaning } from '@tael/qfpay'
import type { Who } from '../audit/actor.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import type { Facts } from '../payments/facts.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../platform/durations.ts'
import { refusalFor, type RefundRefusal } from './refund-refusal.ts'
import { age, isForNow, nextEnquiry, nextTry, postponedUntil } from './refund-schedule.ts'

/**
 * Money on its way back to a payer. The refund's id is its number at the gateway (`out_trade_no`),
 * and it keeps that number however often it is sent; only what QFPay has refused for now, and an
 * enquiry shows as not done, goes out under a new one.
 *
 *     requested -> pending -> succeeded
 *         ^           \-----> failed   (and from there still -> succeeded, when it is proved)
 *          \--- refused for now, or certainly never received
 *
 * `pending` is written before the gateway is asked, so whatever may have reached it is pending. Above the
 * account's threshold it begins one step earlier, and reserves its amount meanwhile:
 *
 *     awaiting_approval -> requested   (a second person approved it)
 *            \----------> failed      (somebody declined it, or nobody looked in time)
 */
export const REFUND_STATUSES = [
  'awaiting_approval',
  'requested',
  'pending',
  'succeeded',
  'failed',
] as const
export type RefundStatus = (typeof REFUND_STATUSES)[number]

/** Who started it: the merchant, or Tael itself for a charge that it must not keep. */
export const REFUND_CAUSES = ['merchant', 'paid_twice', 'paid_late'] as const
export type RefundCause = (typeof REFUND_CAUSES)[number]

export type Refund = {
  /** Also its first number at the gateway, its `out_trade_no`. */
  readonly id: string
  readonly accountId: string
  readonly paymentId: string
  /** The attempt whose charge it refunds. */
  readonly attemptId: string
  readonly reference: string | undefined
  /** Of the merchant's request: distinguishes a repeat from a second refund with the same reference. */
  readonly fingerprint: string
  /** Integer, in the currency's minor unit. */
  readonly amount: number
  readonly currency: string
  readonly cause: RefundCause
  readonly reason: string | undefined
  readonly status: RefundStatus
  /** QFPay's number of the refund. */
  readonly syssn: string | undefined
  readonly refusal: RefundRefusal | undefined
  /** How often QFPay has postponed it. */
  readonly postponements: number
  /** How many numbers it has had at the gateway. */
  readonly numbers: number
  readonly createdAt: Date
  /** Who asked for it, if somebody did. */
  readonly requestedBy: Who | undefined
  /** When a second person approved it, if it needed one. */
  readonly approvedAt: Date | undefined
  /** When it was last sent; also the time that QFPay gets. */
  readonly sentAt: Date | undefined
  readonly endedAt: Date | undefined
  /** When to work on it next; a requested one without it waits for the one before it. */
  readonly workAt: Date | undefined
}

/** What QFPay's answer to a refund, or to an enquiry about it, tells us. */
export type RefundFinding =
  /** The money is on its way back. */
  | { readonly kind: 'done'; readonly syssn: string; readonly alsoAs?: string }
  /** QFPay may have received it: its result is unknown. */
  | { readonly kind: 'open'; readonly syssn?: string | undefined }
  /** It certainly has not reached QFPay. */
  | { readonly kind: 'unsent' }
  /** QFPay refused the request. */
  | { readonly kind: 'refused'; readonly message: string; readonly meaning?: ResponseMeaning }
  /** An enquiry does not know the number. */
  | { readonly kind: 'missing' }
  /** The refund's own row in an enquiry says that it has failed. */
  | { readonly kind: 'rejected'; readonly message: string; readonly meaning: ResponseMeaning }
  /** The refund's own row says "later": postponed, or a temporary fault. */
  | { readonly kind: 'stalled'; readonly message: string; readonly meaning: ResponseMeaning }
  /** A person has found out what happened to it. */
  | { readonly kind: 'confirmed'; readonly happened: boolean; readonly confirmation: Confirmation }
  /** The refund's own row has another amount or currency: a person has to look. */
  | { readonly kind: 'mismatch'; readonly facts: Facts }

/** A person's answer about how a refund has ended, if QFPay does not say, and their note. */
type Confirmation = { readonly by: 'merchant' | 'operator'; readonly note: string }

export type RefundMove =
  | {
      readonly to: 'succeeded'
      readonly syssn?: string
      /** QFPay has done it under another number, too. */
      readonly alsoAs?: string
      readonly confirmation?: Confirmation
    }
  | { readonly to: 'failed'; readonly refusal: RefundRefusal; readonly confirmation?: Confirmation }
  /** Tael retries later; under a new number if QFPay refused it. */
  | { readonly to: 'requested'; readonly at: Date; readonly refusal?: RefundRefusal }
  /** Tael asks about it again later. */
  | {
      readonly to: 'pending'
      readonly at: Date
      readonly syssn?: string | undefined
      readonly refusal?: RefundRefusal
      readonly doubt?: Facts
    }
  /** It stays as it is; QFPay may have done it under two numbers. */
  | { readonly to?: never; readonly syssn?: string; readonly alsoAs?: string }

/**
 * A request lives some seconds on the wire. If an enquiry after this time does not know it, QFPay never
 * received it; if it is still under way, QFPay accepts its number only once.
 */
const NEVER_RECEIVED_MS = 5 * MINUTE_MS
/** A refund takes seconds, in a bad hour minutes. After this time a person has to look. */
const OVERDUE_MS = DAY_MS
/** How long to believe a row's "later", unless it says that refunds are closed or takings too low. */
const STALLED_MS = 3 * DAY_MS
const CHECK_REFUSAL_MS = 5 * SECOND_MS

export type RefundState = Pick<
  Refund,
  'status' | 'syssn' | 'refusal' | 'postponements' | 'sentAt' | 'createdAt' | 'approvedAt'
>

/** The effect of a finding on a refund. Total: every status answers every finding. */
export function decideRefund(
  refund: RefundState,
  finding: RefundFinding,
  at: { readonly now: Date; readonly utcOffset: string },
): RefundMove {
  if (finding.kind === 'done') {
    // Proof that money moved outranks everything else.
    const { syssn, alsoAs } = finding
    const done = { syssn, ...(alsoAs !== undefined && { alsoAs }) }
    return refund.status === 'succeeded' ? done : { to: 'succeeded', ...done }
  }
  if (finding.kind === 'confirmed') return confirmedMove(refund, finding, at.now)
  // After a postponement, QFPay is working on it after all.
  const isTaken = refund.status === 'requested' && refund.refusal !== undefined && isOut(finding)
  if (isTaken) return { to: 'pending', at: nextEnquiry(refund, at.now) }
  // A late answer to an earlier request says nothing about the present.
  if (refund.status !== 'pending') return {}
  const next = nextEnquiry(refund, at.now)
  switch (finding.kind) {
    case 'open':
      return { to: 'pending', at: next, syssn: finding.syssn }
    case 'mismatch':
      return { to: 'pending', at: next, doubt: finding.facts }
    case 'unsent':
      return { to: 'requested', at: nextTry(startOf(refund), at.now) }
    case 'rejected':
      return { to: 'failed', refusal: refusalFor(finding) }
    case 'stalled': {
      const refusal = refusalFor(finding)
      const until = postponedUntil(refund, finding, at)
      if (until !== undefined) return { to: 'requested', at: until, refusal }
      const isOver = isForNow(finding) || age(refund.sentAt, at.now) >= STALLED_MS
      return isOver ? { to: 'failed', refusal } : { to: 'pending', at: next }
    }
    case 'refused': {
      const refusal = refusalFor(finding)
      const until = postponedUntil(refund, finding, at)
      // The amount is free again only if an enquiry, too, does not find the refund.
      return until === undefined
        ? { to: 'pending', at: new Date(at.now.getTime() + CHECK_REFUSAL_MS), refusal }
        : { to: 'requested', at: until, refusal }
    }
    case 'missing':
      if (refund.refusal !== undefined) return { to: 'failed', refusal: refund.refusal }
      // If QFPay has given a number, it has received the refund.
      return refund.syssn === undefined && age(refund.sentAt, at.now) >= NEVER_RECEIVED_MS
        ? { to: 'requested', at: nextTry(startOf(refund), at.now) }
        : { to: 'pending', at: next }
  }
}

/** What an enquiry's verdict about a refund's own number tells us. */
export function findingOf(
  refund: Pick<Refund, 'amount' | 'currency'>,
  verdict: EnquiryVerdict,
): RefundFinding {
  switch (verdict.kind) {
    case 'paid': {
      const { amount, currency, syssn } = verdict.transaction
      if (amount === refund.amount && currency === refund.currency) return { kind: 'done', syssn }
      const ours = { amount: refund.amount, currency: refund.currency }
      const theirs = { amount, currency }
      return { kind: 'mismatch', facts: { finding: 'money_differs', ours, theirs } }
    }
    case 'unreadable':
      return { kind: 'open' }
    case 'unpaid': {
      const { meaning } = verdict
      return meaning ? { kind: 'stalled', meaning, message: meaning.meaning } : { kind: 'open' }
    }
    case 'missing':
      return { kind: 'missing' }
    case 'rejected': {
      const { meaning } = verdict
      return { kind: 'rejected', meaning, message: meaning.meaning }
    }
  }
}

/** Its number at the gateway: its id at first, later the id with a count behind it. */
export function numberOf({ id, numbers }: Pick<Refund, 'id' | 'numbers'>): string {
  return numbers === 1 ? id : `${id}_${numbers}`
}

/** Every number under which QFPay may know it, the newest last. */
export function numbersOf({ id, numbers }: Pick<Refund, 'id' | 'numbers'>): readonly string[] {
  return Array.from({ length: numbers }, (_, before) => numberOf({ id, numbers: before + 1 }))
}

/** The id of the refund that has a number. */
export function refundIdOf(number: string): string {
  return number.replace(/^(ref_[0-9a-z]{26})_\d+$/, '$1')
}

/**
 * What the verdicts about all its numbers tell us, the newest last. Tael left an older number when it was
 * not done; if money has moved under it, or is about to, that outranks the newest.
 */
export function findingAmong(
  refund: Pick<Refund, 'amount' | 'currency'>,
  verdicts: readonly EnquiryVerdict[],
): RefundFinding {
  const findings = verdicts.map((verdict) => findingOf(refund, verdict))
  const [done, also] = findings.filter((finding) => finding.kind === 'done')
  if (done !== undefined) return also === undefined ? done : { ...done, alsoAs: also.syssn }
  return findings.find(isOut) ?? findings.at(-1) ?? { kind: 'open' }
}

/** Whether QFPay may be working on it. */
export function isOut(finding: RefundFinding): boolean {
  const { kind } = finding
  return kind === 'open' || kind === 'mismatch' || (kind === 'stalled' && !isForNow(finding))
}

/** Whether QFPay has postponed it, so that others of its charge may go first. */
export function isPostponed(
  { status, refusal, workAt }: Pick<Refund, 'status' | 'refusal' | 'workAt'>,
  now: Date,
): boolean {
  return status === 'requested' && refusal !== undefined && workAt !== undefined && workAt > now
}

/** Whether nobody has sent a waiting refund since it was read. */
export function isAsTaken(
  current: Pick<Refund, 'status' | 'sentAt'>,
  taken: Pick<Refund, 'sentAt'>,
): boolean {
  return current.status === 'requested' && current.sentAt?.getTime() === taken.sentAt?.getTime()
}

/** Whether its result is still unknown. */
export function isRefundOpen({ status }: Pick<Refund, 'status'>): boolean {
  return status === 'requested' || status === 'pending'
}

/** Since when Tael may send it. */
function startOf({ createdAt, approvedAt }: Pick<Refund, 'createdAt' | 'approvedAt'>): Date {
  return approvedAt ?? createdAt
}

/** Whether it has had no result for so long that a person has to look. */
export function isOverdue(
  refund: Pick<Refund, 'syssn' | 'sentAt' | 'createdAt' | 'approvedAt'>,
  now: Date,
): boolean {
  return age(refund.syssn === undefined ? startOf(refund) : refund.sentAt, now) >= OVERDUE_MS
}

/** As `isOverdue`, while no enquiry succeeds: QFPay may postpone a refund for a month, and tries are days apart. */
export function isForgotten(
  refund: RefundState & Pick<Refund, 'syssn' | 'createdAt' | 'approvedAt'>,
  now: Date,
): boolean {
  const wasPostponed = refund.status === 'requested' && refund.refusal !== undefined
  return wasPostponed ? age(refund.sentAt, now) >= STALLED_MS : isOverdue(refund, now)
}

function confirmedMove(
  { status, sentAt }: RefundState,
  { happened, confirmation }: Extract<RefundFinding, { kind: 'confirmed' }>,
  now: Date,
): RefundMove {
  if (!isRefundOpen({ status })) return {}
  // It may still be on its way to QFPay, so nobody can know its result.
  if (status === 'pending' && age(sentAt, now) < NEVER_RECEIVED_MS) return {}
  if (happened) return { to: 'succeeded', confirmation }
  const message = 'A person has found that QFPay has not done it'
  return { to: 'failed', refusal: { code: 'not_done', message }, confirmation }
}
