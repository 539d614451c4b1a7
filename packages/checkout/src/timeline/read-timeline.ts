import type { Deps } from '../deps.ts'
import type { Event } from '../events/event.ts'
import { readEvents } from '../events/read-events.ts'
import type { Exchange } from '../exchanges/exchange.ts'
import { readExchanges } from '../exchanges/read-exchanges.ts'
import type { Attempt } from '../payments/attempt.ts'
import { readAttempts } from '../payments/read-payments.ts'
import { readRefunds } from '../refunds/read-refunds.ts'
import { numbersOf, type Refund } from '../refunds/refund.ts'

/** What happened to a payment, or what went over the wire about it. */
export type TimelineEntry = { readonly event: Event } | { readonly exchange: Exchange }

/** An entry's place: ids say when they were made, and for one process in which order. */
type Placed = { readonly place: string; readonly entry: TimelineEntry }

const ALL = 1000

type Timeline = {
  readonly entries: readonly TimelineEntry[]
  readonly hasMore: boolean
  /** What it is about, besides the payment itself. */
  readonly attempts: readonly Attempt[]
  readonly refunds: readonly Refund[]
}

/** A page of a payment's timeline, oldest first; `after` is an entry's id. */
export async function readTimeline(
  deps: Pick<Deps, 'database'>,
  paymentId: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Timeline> {
  const events = await allEvents(deps, paymentId)
  const from = page.after === undefined ? -1 : events.findIndex(({ id }) => id === page.after)
  const places = placesOf(events)
  const after = places[from] ?? tail(page.after ?? '')
  const later = events.flatMap((event, index): Placed[] => {
    const place = places[index] ?? ''
    return (from === -1 ? place > after : index > from) ? [{ place, entry: { event } }] : []
  })
  const limit = page.limit + 1
  const attempts = await readAttempts(deps, paymentId)
  const { refunds } = await readRefunds(deps, paymentId, { limit: ALL })
  // Everything of a payment that an exchange can be about.
  const subjects = [paymentId, ...attempts.map(({ id }) => id), ...refunds.flatMap(numbersOf)]
  const exchanges = await readExchanges(deps, subjects, {
    after: `exc_${after}`,
    limit,
  })
  const placed = exchanges.map((exchange) => ({ place: tail(exchange.id), entry: { exchange } }))
  // Sorting keeps the order of the events among themselves.
  const ordered = [...later, ...placed].sort((one, other) => (one.place < other.place ? -1 : 1))
  return {
    entries: ordered.slice(0, page.limit).map(({ entry }) => entry),
    hasMore: ordered.length > page.limit,
    attempts,
    refunds,
  }
}

/** Processes' clocks differ, but an event never comes before one that it follows. */
function placesOf(events: readonly Event[]): readonly string[] {
  let last = ''
  return events.map(({ id }) => (last = tail(id) > last ? tail(id) : last))
}

function tail(id: string): string {
  return id.slice('evt_'.length)
}

async function allEvents(
  deps: Pick<Deps, 'database'>,
  paymentId: string,
): Promise<readonly Event[]> {
  const found: Event[] = []
  for (;;) {
    const after = found.at(-1)?.sequence ?? 0
    const { events, hasMore } = await readEvents(deps, paymentId, { after, limit: ALL })
    found.push(...events)
    if (!hasMore) return found
  }
}
