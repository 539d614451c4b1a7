import type { LedgerEntry } from '@tael/sandbox'
import type { Row } from '../../../packages/checkout/test/support/sessions.ts'
import { SCENARIO_OF_AMOUNT, UNANSWERED, UNPROVED } from '../scenarios.ts'
import type { World } from '../world.ts'

/** Our books and the sandbox's, side by side, when all has ended. */
export type Books = {
  readonly payments: readonly Row[]
  readonly attempts: readonly Row[]
  readonly refunds: readonly Row[]
  readonly events: readonly Row[]
  readonly endpoints: readonly Row[]
  readonly deliveries: readonly Row[]
  readonly notifications: readonly Row[]
  readonly reconciliations: readonly Row[]
  readonly accounts: readonly Row[]
  readonly links: readonly Row[]
  /** What people have done, by the audit log. */
  readonly audited: readonly Row[]
  /** What the last reconciliation of each merchant has found, after one that could mend. */
  readonly differences: readonly Row[]
  /** Money that moved, by the number of its order. */
  readonly charges: readonly LedgerEntry[]
  readonly returns: readonly LedgerEntry[]
}

export async function readBooks({ database, sandbox }: World): Promise<Books> {
  const ledger = sandbox.ledger()
  return {
    payments: await database.look('select * from payment order by id'),
    attempts: await database.look('select * from attempt order by id'),
    refunds: await database.look('select * from refund order by id'),
    events: await database.look('select * from event order by payment_id, sequence'),
    endpoints: await database.look('select * from webhook_endpoint order by id'),
    deliveries: await database.look('select * from webhook_delivery order by id'),
    notifications: await database.look('select * from notification order by id'),
    reconciliations: await database.look('select * from reconciliation order by id'),
    differences: await database.look(LAST_DIFFERENCES),
    accounts: await database.look('select * from account order by id'),
    audited: await database.look('select action, subject_id from audit_entry order by id'),
    links: await database.look('select * from payment_link order by id'),
    charges: ledger.filter(({ kind }) => kind === 'payment'),
    // Under any number of it: a postponed refund goes out under a new one.
    returns: ledger
      .filter(({ kind }) => kind === 'refund')
      .map((entry) => ({
        ...entry,
        outTradeNo: entry.outTradeNo.replace(/^(ref_\w{26})_\d+$/, '$1'),
      })),
  }
}

const LAST_DIFFERENCES = `
  select * from reconciliation_difference where reconciliation_id in (
    select max(id) from reconciliation where cause = 'merchant' group by account_id)`

export function paymentOf(books: Books, attemptId: string): Row | undefined {
  const attempt = books.attempts.find((row) => row['id'] === attemptId)
  return books.payments.find((row) => row['id'] === attempt?.['payment_id'])
}

/** What the sandbox was made to do to every order of a payment, or to a refund. */
function scenarioOf(on: 'payment' | 'refund', { amount }: Row): string {
  return SCENARIO_OF_AMOUNT.get(`/trade/v1/${on} ${String(amount)}`) ?? ''
}

/** Paid when no enquiry is planned any more, or shown under the number of nobody. */
const UNHEARD = ['paid-after-expiry', 'row-of-another-order']

/** Its number never shows that it is paid; QFPay's list does. */
const LISTED_ONLY = ['unpaid-by-number', 'unknown-by-number', ...UNANSWERED]

/** What no enquiry can find out, at least while nobody is notified: reconciliation has to. */
export function isUnheard(payment: Row | undefined, { isUnnotified }: World): boolean {
  if (payment === undefined) return false
  const scenario = scenarioOf('payment', payment)
  return LISTED_ONLY.includes(scenario) || (isUnnotified && UNHEARD.includes(scenario))
}

/** Scenarios under which the gateway's rows do not show what is true; a person has to look. */
const UNPROVABLE = [
  'row-wrong-amount',
  'row-wrong-currency',
  'row-of-another-order',
  'row-fractional-amount',
  'row-without-amount',
  'row-without-currency',
  'row-unknown-respcd',
  ...LISTED_ONLY,
]

export function isUnprovable(payment: Row | undefined): boolean {
  return payment !== undefined && UNPROVABLE.includes(scenarioOf('payment', payment))
}

export function isUnprovableRefund(refund: Row | undefined): boolean {
  return refund !== undefined && UNPROVED.includes(scenarioOf('refund', refund))
}

/** A payer who pays it also pays another open order of the same amount, which may be another payer's. */
export function isPaidAlong(payment: Row): boolean {
  return scenarioOf('payment', payment) === 'paid-twice'
}

/** The number that "row-of-another-order" shows: unknown to us, as it is said to be. */
export const OF_ANOTHER = 'SOMEONE-ELSES'

/** Whether a payment is in review, or a report mentions an unknown row. */
export function isInReview(books: Books, payment: Row | undefined): boolean {
  if (payment === undefined) return false
  return (
    payment['reviews'].length > 0 ||
    (scenarioOf('payment', payment) === 'row-of-another-order' &&
      books.differences.some((row) => row['out_trade_no'] === OF_ANOTHER))
  )
}

/** Whether a person has closed a review of a payment, of that code if one is named. */
export function wasReviewed(books: Books, payment: Row | undefined, code?: string): boolean {
  return books.events.some(
    ({ type, payment_id, data }) =>
      type === 'payment.reviewed' &&
      payment_id === payment?.['id'] &&
      (code === undefined || data.reviews.some((review: Row) => review['code'] === code)),
  )
}
