import { sql, type Selectable, type Updateable } from 'kysely'
import { readPage, readSparsePage, type Continued, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { setColumns } from '../database/set-columns.ts'
import { firstDueOfEach } from '../database/take-due.ts'
import { TYPES_OF_EVERY_PAYMENT } from '../events/event.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { firstIdAt } from '../platform/ids.ts'
import { unpack } from '../platform/pack.ts'
import {
  HOLD_MS,
  REFUSALS,
  type DeliveryStatus,
  type ReplayRange,
  type WebhookDelivery,
} from './webhook-delivery.ts'
import { endpointFromJson, type EndpointJson, type Sealer } from './webhook-endpoint-store.ts'
import type { WebhookEndpoint } from './webhook-endpoint.ts'

type Row = Selectable<Tables['webhook_delivery']>

/** Of the places of a batch: so what has just happened does not wait behind a long replay. */
const FOR_THE_NEWEST = 5

/**
 * Takes due deliveries of an endpoint, each for one process until its lease ends, and none before an
 * earlier one of the same subject, which is why `takeDue` does not fit. An earlier one that was refused, or fails for
 * longer than minutes, holds it back only while it is due or under way itself. Postpones those that have to wait;
 * `finishDelivery` wakes them. `seen` counts both. The endpoint is as it is now: it may have got another address or secret since the last
 * time; undefined if it is deleted.
 */
export async function takeDueDeliveries(
  db: Db,
  deps: Sealer,
  take: {
    readonly endpointId: string
    readonly now: Date
    readonly limit: number
    readonly leaseMs: number
    readonly postponeMs: number
  },
): Promise<{
  readonly taken: readonly WebhookDelivery[]
  readonly endpoint: WebhookEndpoint | undefined
  readonly seen: number
}> {
  const leasedUntil = new Date(take.now.getTime() + take.leaseMs)
  const postponed = new Date(take.now.getTime() + take.postponeMs)
  const heldSince = new Date(take.now.getTime() - HOLD_MS)
  const due = sql`
    select id, subject_id, sequence, next_try_at from webhook_delivery
    where endpoint_id = ${take.endpointId} and status = 'pending' and next_try_at <= ${take.now}`
  const { rows } = await sql<Row & { readonly endpoint: EndpointJson | null }>`
    with due as materialized (
      (${due} order by next_try_at, id limit ${take.limit - FOR_THE_NEWEST})
      union (${due} order by next_try_at desc, id desc limit ${FOR_THE_NEWEST})
    ),
    first as (
      select distinct on (subject_id) subject_id, sequence from webhook_delivery
      where endpoint_id = ${take.endpointId} and status = 'pending'
        and subject_id in (select subject_id from due)
        and (next_try_at <= ${take.now} or leased_until > ${take.now}
          or tries = 0 or created_at > ${heldSince}::timestamptz
            and (response_status = any(${REFUSALS}::integer[])) is not true)
      order by subject_id, sequence
    ),
    locked as materialized (
      select id, next_try_at from webhook_delivery where id in (select id from due)
      order by next_try_at, id for update skip locked
    ),
    turn as (
      select due.id, first.sequence = due.sequence as has_come
      -- One that was woken meanwhile is not as it was seen: the next look takes it.
      from due join locked using (id, next_try_at) join first using (subject_id)
    )
    update webhook_delivery set
      next_try_at = case when has_come then ${leasedUntil}::timestamptz
        else ${postponed}::timestamptz end,
      leased_until = case when has_come then ${leasedUntil}::timestamptz else leased_until end,
      tried_at = case when has_come then ${take.now}::timestamptz else tried_at end
    from turn where webhook_delivery.id = turn.id
    returning webhook_delivery.*, (
      select to_jsonb(webhook_endpoint) from webhook_endpoint
      where id = ${take.endpointId} and deleted_at is null
    ) as endpoint
  `.execute(db)
  const taken = rows
    .filter((row) => row.leased_until?.getTime() === leasedUntil.getTime())
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const endpoint = taken[0]?.endpoint
  return {
    taken: taken.map(fromRow),
    endpoint: endpoint ? endpointFromJson(endpoint, deps) : undefined,
    seen: rows.length,
  }
}

/**
 * Ends a lease with the result, and wakes the deliveries that waited for it, in one statement; after a success also
 * those of the subject that its receiver missed. False if the lease is no longer ours: it ran out and another process
 * has taken the delivery.
 */
export async function finishDelivery(
  db: Db,
  delivery: WebhookDelivery,
  set: Updateable<Tables['webhook_delivery']> & { readonly status: DeliveryStatus; now: Date },
): Promise<boolean> {
  const { now, ...written } = set
  const heldSince = new Date(now.getTime() - HOLD_MS)
  const isHolding =
    set.status === 'pending' &&
    delivery.createdAt > heldSince &&
    !REFUSALS.includes(Number(set.response_status))
  const { rows } = await sql`
    with finished as (
      update webhook_delivery set ${setColumns(written)}, leased_until = null
      where id = ${delivery.id} and leased_until = ${delivery.leasedUntil ?? null}
      returning id
    ),
    woken as (
      update webhook_delivery set next_try_at = ${now}
      where not ${isHolding}::boolean and endpoint_id = ${delivery.endpointId}
        and subject_id = ${delivery.subjectId} and status = 'pending' and leased_until is null
        and (tries = 0
          or ${set.status === 'delivered'}::boolean and tried_at <= ${heldSince}::timestamptz)
        and exists (select from finished)
    )
    select id from finished
  `.execute(db)
  return rows.length > 0
}

/**
 * Gives up some deliveries that wait for an endpoint which is disabled or deleted, without those that are being
 * sent at this moment; returns how many.
 */
export async function giveUpPending(
  db: Db,
  give: {
    readonly endpointId: string
    readonly failure: string
    readonly now: Date
    readonly limit: number
  },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update webhook_delivery set
      status = 'failed', failure = ${give.failure}, next_try_at = null, leased_until = null
    where id in (
      select id from webhook_delivery
      where endpoint_id = ${give.endpointId} and status = 'pending'
        and (leased_until is null or leased_until <= ${give.now})
      limit ${give.limit} for update skip locked
    )
    -- Somebody may have enabled it again meanwhile.
    and exists (
      select from webhook_endpoint where id = ${give.endpointId}
        and (disabled_reason is not null or deleted_at is not null)
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

/**
 * Makes a delivery due again, from its first try on. One that is being sent at this moment waits for the end
 * of its lease, so it never goes out twice at the same time.
 */
export async function reviveDelivery(
  trx: Trx,
  revive: { readonly endpointId: string; readonly id: string; readonly now: Date },
): Promise<void> {
  const { endpointId, id, now } = revive
  await trx
    .updateTable('webhook_delivery')
    .set(revivedAt(now))
    .where('endpoint_id', '=', endpointId)
    .where('id', '=', id)
    .execute()
}

/**
 * As `reviveDelivery`, some deliveries of a range of time, oldest first, perhaps of one status. Returns the ids that it
 * looked at, and how many of them still were as they had been seen.
 */
export async function reviveDeliveries(
  trx: Trx,
  revive: {
    readonly endpointId: string
    readonly now: Date
    readonly status: DeliveryStatus | undefined
    readonly range: Pick<ReplayRange, 'since' | 'until'>
    /** The last one that was looked at. */
    readonly after: string | undefined
    readonly limit: number
  },
): Promise<{ readonly ids: readonly string[]; readonly revived: number }> {
  const { endpointId, now, status, range, after, limit } = revive
  const { since, until } = range
  // Written out: an index on a part of the rows serves only a condition that names that part.
  const isOfStatus =
    status === undefined ? sql<boolean>`true` : sql<boolean>`status = ${sql.lit(status)}`
  let some = trx
    .selectFrom('webhook_delivery')
    .select('id')
    .where('endpoint_id', '=', endpointId)
    .where(isOfStatus)
    // No id is older than its delivery; and the index is by ids.
    .where('id', '>=', firstIdAt('whd', since))
    .where('created_at', '>=', since)
    .orderBy('id')
    .limit(limit)
  if (after !== undefined) some = some.where('id', '>', after)
  if (until !== undefined) {
    // So that it does not look at all that came since.
    const soonAfter = new Date(until.getTime() + MINUTE_MS)
    some = some.where('id', '<', firstIdAt('whd', soonAfter)).where('created_at', '<', until)
  }
  const ids = (await some.execute()).map(({ id }) => id)
  if (ids.length === 0) return { ids, revived: 0 }
  const { numUpdatedRows } = await trx
    .updateTable('webhook_delivery')
    .set(revivedAt(now))
    .where('id', 'in', ids)
    // It may have been delivered since it was seen.
    .where(isOfStatus)
    .executeTakeFirstOrThrow()
  return { ids, revived: Number(numUpdatedRows) }
}

function revivedAt(now: Date) {
  return {
    status: 'pending',
    tries: 0,
    next_try_at: sql<Date>`greatest(${now}::timestamptz, leased_until)`,
  } as const
}

export async function findDelivery(db: Db, id: string): Promise<WebhookDelivery | undefined> {
  const row = await db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

export type DeliveryPage = Page & {
  readonly endpointId: string
  readonly status?: DeliveryStatus | undefined
  /** Of an event. */
  readonly type?: string | undefined
}

/** Newest first. */
export async function listDeliveries(
  db: Db,
  page: DeliveryPage,
): Promise<{ readonly deliveries: readonly WebhookDelivery[] } & Continued> {
  const { endpointId, status, type } = page
  const isRare = type !== undefined && !TYPES_OF_EVERY_PAYMENT.includes(type)
  const only = { endpoint_id: endpointId, ...(isRare && { type }) }
  const list = { table: 'webhook_delivery', prefix: 'whd', order: 'newest-first', only } as const
  let all = db.selectFrom('webhook_delivery').selectAll()
  // Written out: an index on a part of the rows serves only a condition that names that part.
  const common = TYPES_OF_EVERY_PAYMENT.map((each) => sql.lit(each))
  if (isRare) all = all.where(sql<boolean>`type not in (${sql.join(common)})`)
  if (status === 'failed') all = all.where(sql<boolean>`status = 'failed'`)
  const others = {
    ...(status !== undefined && status !== 'failed' && { status }),
    ...(type !== undefined && !isRare && { type }),
  }
  const { rows, ...found } =
    Object.keys(others).length === 0
      ? await readPage(all, list, page)
      : await readSparsePage(
          all,
          (some) =>
            db
              .selectFrom(some.as('webhook_delivery'))
              .selectAll()
              .where((where) => where.and(others)),
          list,
          page,
        )
  return { deliveries: rows.map(fromRow), ...found }
}

/** What happened to events of one subject at endpoints, in the order of the events. */
export async function listDeliveriesOf(
  db: Db,
  {
    endpointIds,
    subjectId,
    eventIds,
  }: {
    readonly endpointIds: string[]
    readonly subjectId: string
    readonly eventIds: string[]
  },
): Promise<readonly WebhookDelivery[]> {
  if (endpointIds.length === 0 || eventIds.length === 0) return []
  const rows = await db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('endpoint_id', 'in', endpointIds)
    .where('subject_id', '=', subjectId)
    .where('event_id', 'in', eventIds)
    .orderBy('sequence')
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

/** Also those of disabled and deleted endpoints: what a process was sending when it died still has to be given up. */
export const TRIES = {
  table: 'webhook_delivery',
  column: 'next_try_at',
  owner: 'endpoint_id',
  which: sql`status = 'pending'`,
} as const
export const FIRST_TRY = firstDueOfEach(TRIES)

/** Deletes some of the older ones; returns how many. Ids are ordered by time. */
export async function deleteDeliveriesBefore(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from webhook_delivery where id in (
      select id from webhook_delivery where id < ${firstIdAt('whd', before)}
      order by id limit ${limit} for update skip locked
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

function fromRow(row: Row): WebhookDelivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    subjectId: row.subject_id,
    of: row.payment_id === null ? 'reconciliation' : 'payment',
    eventId: row.event_id,
    sequence: row.sequence,
    type: row.type,
    payload: row.packed === null ? (row.payload ?? '') : unpack(row.packed).toString(),
    status: row.status,
    tries: row.tries,
    nextTryAt: row.next_try_at ?? undefined,
    leasedUntil: row.leased_until ?? undefined,
    triedAt: row.tried_at ?? undefined,
    durationMs: row.duration_ms ?? undefined,
    responseStatus: row.response_status ?? undefined,
    responseBody: row.response_body ?? undefined,
    failure: row.failure ?? undefined,
    createdAt: row.created_at,
  }
}
