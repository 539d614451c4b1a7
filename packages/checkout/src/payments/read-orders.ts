import type { Deps } from '../deps.ts'
import {
  countPaidAttempts,
  findAttemptsByNumber,
  findPaidAttempts,
  sumCharged,
} from './attempt-store.ts'
import type { Attempt, Order } from './attempt.ts'
import { findPayments } from './payment-store.ts'

type Needs = Pick<Deps, 'database'>

/** Attempts with their payments, by their own numbers and by QFPay's, for any account. */
export async function readOrders(
  deps: Needs,
  numbers: { readonly ids: readonly string[]; readonly syssns?: readonly string[] },
): Promise<readonly Order[]> {
  const { ids, syssns = [] } = numbers
  return withPayments(deps, await findAttemptsByNumber(deps.database.db, { ids, syssns }))
}

/** What an account was paid with, among attempts opened from `start` up to, not including, `end`. */
export async function readPaidOrders(
  deps: Needs,
  accountId: string,
  range: { readonly start: Date; readonly end: Date },
): Promise<readonly Order[]> {
  return withPayments(deps, await findPaidAttempts(deps.database.db, accountId, range))
}

/** How many those are; stops counting at `most`. */
export async function countPaidOrders(
  deps: Needs,
  accountId: string,
  range: { readonly start: Date; readonly end: Date; readonly most: number },
): Promise<number> {
  return countPaidAttempts(deps.database.db, accountId, range)
}

async function withPayments(deps: Needs, attempts: readonly Attempt[]): Promise<readonly Order[]> {
  const ids = new Set(attempts.map(({ paymentId }) => paymentId))
  const payments = await findPayments(deps.database.db, [...ids])
  return attempts.flatMap((attempt) => {
    const payment = payments.get(attempt.paymentId)
    return payment === undefined ? [] : [{ attempt, payment }]
  })
}

/** What an account was paid in a currency with attempts opened since an instant, in minor units. */
export async function readCharged(
  deps: Pick<Deps, 'database'>,
  account: { readonly id: string; readonly currency: string },
  since: Date,
): Promise<number> {
  return sumCharged(deps.database.db, account, since)
}
