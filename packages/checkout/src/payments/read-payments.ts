import type { Deps } from '../deps.ts'
import {
  findAttempt,
  findAttemptByNumber,
  findAttempts,
  findAttemptsByNumber,
  fromJson,
  type AttemptJson,
} from './attempt-store.ts'
import type { Attempt } from './attempt.ts'
import { lookForPayments, type SearchPage } from './payment-search-store.ts'
import type { PaymentSearch } from './payment-search.ts'
import {
  countPaymentsInReview,
  findPayment,
  findPayments,
  findPaymentWithAttempts,
  findPaymentOfBrowser,
  listPayments,
  type PaymentFilter,
  type PaymentWithAttempts,
} from './payment-store.ts'
import type { Payment } from './payment.ts'

type Needs = Pick<Deps, 'database'>

export async function readPayment(deps: Needs, id: string): Promise<Payment | undefined> {
  return findPayment(deps.database.db, id)
}

export async function readPaymentWithAttempts(
  deps: Needs,
  id: string,
): Promise<PaymentWithAttempts | undefined> {
  return findPaymentWithAttempts(deps.database.db, id)
}

/** The newest payment that a browser made at a link. */
export async function readPaymentOfBrowser(
  deps: { readonly database: Pick<Deps['database'], 'db'> },
  linkId: string,
  browserHashes: readonly string[],
): Promise<Payment | undefined> {
  return findPaymentOfBrowser(deps.database.db, linkId, browserHashes)
}

export async function readAttempt(deps: Needs, id: string): Promise<Attempt | undefined> {
  return findAttempt(deps.database.db, id)
}

/** From the JSON of its row, as another slice's statement has returned it. */
export function attemptOf(json: object): Attempt {
  return fromJson(json as AttemptJson)
}

export async function readAttempts(deps: Needs, paymentId: string): Promise<readonly Attempt[]> {
  return findAttempts(deps.database.db, paymentId)
}

export async function readPayments(
  deps: Needs,
  filter: PaymentFilter,
): ReturnType<typeof listPayments> {
  return listPayments(deps.database.db, filter)
}

/**
 * A page of what somebody looks for, newest first. `lookedUntil` is the cursor of the next page in the direction
 * of the walk; the page may be short, or empty, because a statement looks at so many payments only.
 */
export async function lookThroughPayments(
  deps: Needs,
  search: PaymentSearch,
  page: SearchPage,
): Promise<{ readonly payments: readonly Payment[]; readonly lookedUntil?: string }> {
  const found = await lookForPayments(deps.database.db, search, page)
  return page.endingBefore === undefined
    ? found
    : { ...found, payments: found.payments.toReversed() }
}

/** Those of these payments that exist, by their ids. */
export async function readPaymentsById(
  deps: Needs,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Payment>> {
  return findPayments(deps.database.db, ids)
}

/** Those of these attempts that exist. */
export async function readAttemptsById(
  deps: Needs,
  ids: readonly string[],
): Promise<readonly Attempt[]> {
  return findAttemptsByNumber(deps.database.db, { ids, syssns: [] })
}

/** Of all accounts; a thousand or more count as a thousand. */
export async function countInReview(deps: Needs): Promise<number> {
  return countPaymentsInReview(deps.database.db)
}

/** The payment that a number names: its own, or one of an attempt at Tael, QFPay or WeChat. */
export async function readNumbered(deps: Needs, number: string): Promise<string | undefined> {
  const { db } = deps.database
  const attempt = await findAttemptByNumber(db, number)
  return attempt?.paymentId ?? (await findPayment(db, number))?.id
}
