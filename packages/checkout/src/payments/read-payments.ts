import type { Deps } from '../deps.ts'
import {
  findEventOfAccount,
  findSequence,
  listEvents,
  listEventsOfAccount,
  type EventPage,
} from '../events/event-store.ts'
import type { Event } from '../events/event.ts'
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
): Promise<{ readonly payments: readonly Payment[]; readonly hasMore: boolean }> {
  return listPayments(deps.database.db, filter)
}

/** An account's events, newest first. */
export async function readEventsOfAccount(
  deps: Needs,
  accountId: string,
  page: EventPage,
): Promise<{ readonly events: readonly Event[]; readonly hasMore: boolean }> {
  return listEventsOfAccount(deps.database.db, accountId, page)
}

export async function readEventOfAccount(
  deps: Needs,
  accountId: string,
  id: string,
): Promise<Event | undefined> {
  return findEventOfAccount(deps.database.db, accountId, id)
}

/** The place of a payment's event; undefined if the payment has no such event. */
export async function readSequence(
  deps: Needs,
  paymentId: string,
  eventId: string,
): Promise<number | undefined> {
  return findSequence(deps.database.db, paymentId, eventId)
}

/** A payment's events, oldest first. */
export async function readEvents(
  deps: Needs,
  paymentId: string,
  page: { readonly after: number; readonly limit: number },
): Promise<{ readonly events: readonly Event[]; readonly hasMore: boolean }> {
  const found = await listEvents(deps.database.db, paymentId, { ...page, limit: page.limit + 1 })
  return { events: found.slice(0, page.limit), hasMore: found.length > page.limit }
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
