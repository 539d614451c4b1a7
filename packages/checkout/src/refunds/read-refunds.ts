import type { Deps } from '../deps.ts'
import { readCharged } from '../payments/read-orders.ts'
import {
  findLastFailed,
  findRefund,
  findRefunds,
  findRefundsGivenBack,
  listRefunds,
  sumRefunded,
} from './refund-store.ts'
import type { Refund } from './refund.ts'

type Needs = Pick<Deps, 'database'>

export async function readRefund(deps: Needs, id: string): Promise<Refund | undefined> {
  return findRefund(deps.database.db, id)
}

/** A payment's refunds, oldest first. */
export async function readRefunds(
  deps: Needs,
  paymentId: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly refunds: readonly Refund[]; readonly hasMore: boolean }> {
  const { after = '', limit } = page
  const found = await listRefunds(deps.database.db, paymentId, { after, limit: limit + 1 })
  return { refunds: found.slice(0, limit), hasMore: found.length > limit }
}

/** Which of these payments have a failed refund, and none after it. */
export async function readLastFailed(
  deps: Needs,
  paymentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return findLastFailed(deps.database.db, paymentIds)
}

/** For any account. */
export async function readRefundsById(
  deps: Needs,
  ids: readonly string[],
): Promise<readonly Refund[]> {
  return findRefunds(deps.database.db, ids)
}

/** What an account refunded, among refunds sent from `start` up to, not including, `end`. */
export async function readRefundsGivenBack(
  deps: Needs,
  accountId: string,
  range: { readonly start: Date; readonly end: Date },
): Promise<readonly Refund[]> {
  return findRefundsGivenBack(deps.database.db, accountId, range)
}

/** What QFPay took for an account since an instant and has not refunded since, in minor units. */
export async function readTakings(
  deps: Needs,
  account: { readonly id: string; readonly currency: string },
  since: Date,
): Promise<number> {
  const charged = await readCharged(deps, account, since)
  return charged - (await sumRefunded(deps.database.db, account, since))
}
