import type { Runtime } from '../runtime.ts'
import {
  findEventOfAccount,
  findSequence,
  listEvents,
  listEventsOfAccount,
  type EventPage,
} from './event-store.ts'
import type { Event } from './event.ts'

type Needs = Pick<Runtime, 'database'>

/** An account's events, newest first. */
export async function readEventsOfAccount(
  deps: Needs,
  accountId: string,
  page: EventPage,
): ReturnType<typeof listEventsOfAccount> {
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
