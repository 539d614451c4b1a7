import { rankOf, type Lane } from '../budget/allowance.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import type { EnquiryVerdict } from './verdict.ts'

/** The subject of an enquiry: an attempt or a refund, by the numbers under which the gateway knows it. */
export type Enquired = {
  readonly id: string
  readonly syssn: string | undefined
  readonly openedAt: Date
  /**
   * When QFPay may have recorded it. By default within an hour of `openedAt`, or within a day if there
   * is no syssn.
   */
  readonly recorded?: { readonly from: Date; readonly to: Date }
  /** When the schedule asks again. */
  readonly enquireAt?: Date | undefined
  /** A payment by default: a number may name both. */
  readonly orderType?: 'payment' | 'refund'
  /** If it is missing, money goes out again: then only an answer about it alone will do. */
  readonly isSentWhenMissing?: boolean
}

/** What tells it from all others: at QFPay a number may name a payment and a refund. */
export function keyOf({ id, orderType = 'payment' }: Enquired): string {
  return `${orderType} ${id}`
}

type Span = { readonly from: Date; readonly to: Date }

/** When QFPay may have recorded it. */
export function spanOf({ openedAt, recorded, syssn }: Enquired): Span {
  // By our number alone a range of days costs nothing, and covers an account with a wrong time zone.
  const around = syssn === undefined ? DAY_MS : HOUR_MS
  const opened = openedAt.getTime()
  return recorded ?? { from: new Date(opened - around), to: new Date(opened + around) }
}

/** Why Tael asks. */
export type EnquiryReason =
  /** A payer is back, or waits for a receipt. */
  | 'waiting'
  /** QFPay has sent a notification. */
  | 'notified'
  /** A payer wants another order, and the ones before may have been paid. */
  | 'ordering'
  /** A person or the merchant's server wants to know. */
  | 'asked'
  | 'scheduled'
  | 'refunding'
  | 'closing'
  | 'reconciling'

const NOBODY_WAITS: readonly EnquiryReason[] = ['scheduled', 'refunding', 'closing', 'reconciling']

export function laneFor(why: EnquiryReason): Lane {
  return NOBODY_WAITS.includes(why) ? 'scheduled' : 'waiting'
}

/** A question that has not been sent. */
export type Question = {
  readonly enquired: Enquired
  readonly lane: Lane
  readonly why: EnquiryReason
  readonly askedAt: number
  /** How many questions its request may hold at most. */
  readonly atMost: number
  readonly answer: Promise<EnquiryVerdict>
  readonly resolve: (verdict: EnquiryVerdict) => void
  readonly reject: (reason: unknown) => void
}

/** The lane of all questions in a request: it goes out as soon as a payer among them needs it. */
export function laneOfQuestions(questions: Iterable<Question>): Lane {
  return [...questions].some(({ lane }) => lane === 'waiting') ? 'waiting' : 'scheduled'
}

/** Of this many turns, one goes to old questions of the schedule, and one to payers' questions that must be asked apart. */
const SHARED_TURNS = 4
const APART_TURN = 2
/** QFPay answers for one calendar month at a time, and each month costs a request: what lies further apart asks apart. */
const WIDEST_MS = 28 * DAY_MS

/**
 * The questions of the next request, by syssn or by out_trade_no, as one request can't do both.
 * Payers' questions come first, those that can share a request before those that are asked apart, then
 * the longest waiting. Nothing starves: every fourth turn is for the schedule, another for payers apart.
 */
export function nextQuestions(
  questions: readonly Question[],
  { limit, now, turn }: { readonly limit: number; readonly now: number; readonly turn: number },
): readonly Question[] {
  const shared = turn % SHARED_TURNS
  const rank = ({ lane, askedAt, atMost }: Question): number => {
    const isApart = atMost < limit ? 1 : 0
    if (lane === 'waiting') return shared === APART_TURN ? -isApart : isApart
    const isLate = rankOf(lane, now - askedAt) <= rankOf('waiting', 0)
    return shared === 0 && isLate ? -1 : 2 + isApart
  }
  const ordered = questions.toSorted(
    (one, other) => rank(one) - rank(other) || one.askedAt - other.askedAt,
  )
  const [first] = ordered
  const alike = ordered.filter(
    ({ enquired }) => (enquired.syssn === undefined) === (first?.enquired.syssn === undefined),
  )
  const batch: Question[] = []
  let room = limit
  let span: Span | undefined
  for (const question of alike) {
    const fits = Math.min(room, question.atMost)
    const wider = join(span, spanOf(question.enquired))
    // Only the schedule's own wait for what is wide already: a refund asks by all its numbers.
    const widest =
      span === undefined || question.lane === 'waiting'
        ? WIDEST_MS
        : Math.max(WIDEST_MS, lengthOf(span))
    const isWide = span !== undefined && lengthOf(wider) > widest
    if (batch.length >= fits || isWide) continue
    batch.push(question)
    room = fits
    span = wider
  }
  return batch
}

function join(one: Span | undefined, other: Span): Span {
  if (one === undefined) return other
  return {
    from: one.from < other.from ? one.from : other.from,
    to: one.to > other.to ? one.to : other.to,
  }
}

function lengthOf({ from, to }: Span): number {
  return to.getTime() - from.getTime()
}
