import { sayAmount } from '../language/display-amount.ts'
import { sayFacts, type Answer, type Facts, type FactsTexts, type Money } from './facts.ts'
import type { Review, ReviewCode } from './review.ts'

/** The codes that say all there is to say. */
const WITHOUT_FACTS = {
  notified_not_found: 'QFPay notified a payment that none of its enquiries shows',
  unreadable_row: 'QFPay has an unreadable row of it, which may be paid',
  unanswered: 'QFPay has not answered about it for a day',
  automatic_refund_failed: 'Tael had to refund it and could not: refund it, naming the attempt',
  refund_overdue: 'It has had no end at QFPay for a day: ask QFPay about it',
  refund_done_after_failure:
    'It had failed and was done after all, and another refund has its amount',
} as const satisfies Partial<Record<ReviewCode, string>>
type CodeAlone = keyof typeof WITHOUT_FACTS

/** A review before it has its message. */
export type ReviewDraft = { readonly subject: string } & (
  | { readonly code: CodeAlone; readonly facts?: never }
  | { readonly code: Exclude<ReviewCode, CodeAlone>; readonly facts: Facts }
)

export function newReview(draft: ReviewDraft): Review {
  const { facts, code } = draft
  return { ...draft, message: facts === undefined ? WITHOUT_FACTS[code] : messageOf(facts) }
}

/** Whether a review of this code has no facts. */
export function isCodeAlone(code: ReviewCode): code is CodeAlone {
  return code in WITHOUT_FACTS
}

/** What the API and the log say of facts, in English. */
export function messageOf(facts: Facts): string {
  return sayFacts(facts, ENGLISH)
}

/** `HK$10.99`, or only the currency. */
export function sayMoney({ amount, currency }: Money): string {
  return amount === undefined ? currency : sayAmount(amount, currency)
}

const ENGLISH: FactsTexts = {
  findings: {
    money_differs: ({ ours, theirs }) => `${sayMoney(ours)} here, ${sayMoney(theirs)} at QFPay`,
    unreadable_row: ({ ours }) => `${sayMoney(ours)} here, an unreadable row at QFPay`,
    paid_and_canceled: ({ cancel }) => `paid at QFPay and then ${markOf(cancel)} there`,
    unexplained_mark: ({ cancel, charged, refunded }) =>
      `${markOf(cancel)} at QFPay; of ${sayMoney(charged)} Tael knows of ${sayMoney(refunded)} refunded or being refunded`,
    paid_at_gateway: ({ status }) => `paid at QFPay, ${status} here`,
    refunded_at_gateway: ({ status }) => `refunded at QFPay, ${status} here`,
    paid_here: ({ answer }) => `paid here, and ${sayAnswer(answer)} at QFPay`,
    refunded_here: ({ answer }) => `refunded here, and ${sayAnswer(answer)} at QFPay`,
    paid_twice: ({ syssns: [one, other] }) => `paid twice at QFPay: as ${one} and as ${other}`,
    refunded_twice: ({ syssns: [one, other] }) =>
      `refunded twice at QFPay: as ${one} and as ${other}`,
    second_order_paid: () => 'a second order of this payment is paid at QFPay',
    refunded_elsewhere: ({ refunded, syssn, attempt }) =>
      `${sayMoney(refunded)} were refunded at QFPay, not by Tael, as ${syssn}, from ${attempt}`,
    unknown_number: ({ order_type }) => `a ${order_type} under a number that Tael did not make`,
    recorded: () => 'It is recorded now',
    recorded_and_refunded: () => 'It is recorded now, and Tael refunds the money',
  },
  withAnswer: (said, answer) =>
    answer.kind === 'unanswered'
      ? `${said}; asked by its number, QFPay does not answer: ${answer.error ?? ''}`
      : `${said}; asked by its number, QFPay says: ${sayAnswer(answer)}`,
}

function markOf(cancel: string): string {
  return MARKS[cancel] ?? `marked "cancel ${cancel}"`
}

const MARKS: Readonly<Record<string, string>> = {
  '1': 'reversed',
  '2': 'canceled',
  '3': 'refunded',
  '5': 'partly refunded',
}

/** What QFPay says, in English. */
export function sayAnswer({ kind, respcd }: Answer): string {
  return kind === 'rejected' ? `refused (${respcd ?? ''})` : SAID[kind]
}

const SAID = {
  agrees: 'what is here',
  missing: 'unknown',
  unpaid: 'not paid',
  unreadable: 'unreadable',
  unanswered: 'nothing',
} as const
