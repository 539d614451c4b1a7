import type { LedgerEntry } from '@tael/sandbox'
import type { Row } from '../../../packages/checkout/src/testing/sessions.ts'
import { SCENARIO_OF_AMOUNT } from '../scenarios.ts'
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
  readonly accounts: readonly Row[]
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
    differences: await database.look(LAST_DIFFERENCES),
    accounts: await database.look('select * from account order by id'),
    charges: ledger.filter(({ kind }) => kind === 'payment'),
    returns: ledger.filter(({ kind }) => kind === 'refund'),
  }
}

const LAST_DIFFERENCES = `
  select * from reconciliation_difference where reconciliation_id in (
    select max(id) from reconciliation where cause = 'merchant' group by account_id)`

export function paymentOf(books: Books, attemptId: string): Row | undefined {
  const attempt = books.attempts.find((row) => row['id'] === attemptId)
  return books.payments.find((row) => row['id'] === attempt?.['payment_id'])
}

/** What the sandbox was made to do to every order of a payment. */
function scenarioOf(payment: Row): string {
  return SCENARIO_OF_AMOUNT.get(`/trade/v1/payment ${String(payment['amount'])}`) ?? ''
}

/** Paid when no enquiry is planned any more, or shown under the number of nobody. */
const UNHEARD = ['paid-after-expiry', 'row-of-another-order']

/** What no enquiry can find out while nobody is notified: reconciliation has to. */
export function isUnheard(payment: Row | undefined, { isUnnotified }: World): boolean {
  return payment !== undefined && isUnnotified && UNHEARD.includes(scenarioOf(payment))
}

/** Scenarios under which the gateway's rows do not show what is true; a person has to look. */
const UNPROVABLE = ['row-wrong-amount', 'row-wrong-currency', 'row-of-another-order']

export function isUnprovable(payment: Row | undefined): boolean {
  return payment !== undefined && UNPROVABLE.includes(scenarioOf(payment))
}

/** The number that "row-of-another-order" shows: unknown to us, as it is said to be. */
export const OF_ANOTHER = 'SOMEONE-ELSES'

/** Whether a person was called for a payment, or told of a row that is nobody's. */
export function isCalledFor(books: Books, payment: Row | undefined): boolean {
  if (payment === undefined) return false
  return (
    books.events.some(
      ({ type, payment_id }) => type === 'payment.frozen' && payment_id === payment['id'],
    ) ||
    (scenarioOf(payment) === 'row-of-another-order' &&
      books.differences.some((row) => row['out_trade_no'] === OF_ANOTHER))
  )
}
