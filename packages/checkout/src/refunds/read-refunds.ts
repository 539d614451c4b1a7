import type { Page } from '../database/page.ts'
import type { Deps } from '../deps.ts'
import { readCharged } from '../payments/read-orders.ts'
import {
  countAwaitingApproval,
  findRefund,
  findRefunds,
  findRefundMarks,
  findDoneRefunds,
  listRefunds,
  listRefundsOf,
  sumRefunded,
  type RefundFilter,
  type RefundMarks,
} from './refund-store.ts'
import type { Refund } from './refund.ts'

type Needs = Pick<Deps, 'database'>

export async function readRefund(deps: Needs, id: string): Promise<Refund | undefined> {
  return findRefund(deps.database.db, id)
}

type Listed = Promise<{ readonly refunds: readonly Refund[]; readonly hasMore: boolean }>

/** Of one account or of all, newest first. */
export async function readAllRefunds(deps: Needs, filter: RefundFilter): Listed {
  return listRefunds(deps.database.db, filter)
}

/** A payment's refunds, oldest first. */
export async function readRefunds(deps: Needs, paymentId: string, page: Page): Listed {
  return listRefundsOf(deps.database.db, paymentId, page)
}

/** How many refunds wait for a second person, in all accounts; a thousand or more count as a thousand. */
export async function countAwaiting(deps: Needs): Promise<number> {
  return countAwaitingApproval(deps.database.db, 1000)
}

/** Which of these payments have a failed refund and none after it, and which one that awaits approval. */
export async function readRefundMarks(
  deps: Needs,
  paymentIds: readonly string[],
): Promise<RefundMarks> {
  return findRefundMarks(deps.database.db, paymentIds)
}

/** For any account. */
export async function readRefundsById(
  deps: Needs,
  ids: readonly string[],
): Promise<readonly Refund[]> {
  return findRefunds(deps.database.db, ids)
}

/** What an account refunded, among refunds sent from `start` up to, not including, `end`. */
export async function readDoneRefunds(
  deps: Needs,
  accountId: string,
  range: { readonly start: Date; readonly end: Date },
): Promise<readonly Refund[]> {
  return findDoneRefunds(deps.database.db, accountId, range)
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
