import { sql, type RawBuilder, type Selectable } from 'kysely'
import { readPage, readSparsePage, type Continued, type Page } from '../database/page.ts'
import type { Db, Tables } from '../database/schema.ts'
import type { Clock } from '../platform/clock.ts'
import { firstIdAt, type NewId } from '../platform/ids.ts'
import type { EventDraft } from './event-data.ts'
import { TYPES_OF_EVERY_PAYMENT, type Event, type EventType } from './event.ts'

type Subject = {
  readonly of: 'payment' | 'reconciliation'
  readonly id: string
  readonly accountId: string
  /** Of its last event. */
  readonly sequence: number
}

/** Gives events their place: they are the last ones of their subject, whose sequence includes them. */
export function numberEvents(
  deps: { readonly clock: Clock; readonly newId: NewId },
  subject: Subject,
  drafts: readonly EventDraft[],
): readonly Event[] {
  const createdAt = deps.clock.now()
  const before = subject.sequence - drafts.length
  return drafts.map((draft, index) => ({
    ...draft,
    id: deps.newId('evt'),
    subjectId: subject.id,
    sequence: before + index + 1,
    createdAt,
  }))
}

/** Writes events, as a part of a statement: if "changed" has changed their subject. */
export function insertEvents(subject: Subject, events: readonly Event[]): RawBuilder<unknown> {
  const lines = events.map((event) => ({
    id: event.id,
    account_id: subject.accountId,
    payment_id: subject.of === 'payment' ? subject.id : null,
    reconciliation_id: subject.of === 'reconciliation' ? subject.id : null,
    sequence: event.sequence,
    type: event.type,
    data: event.data,
    created_at: event.createdAt,
  }))
  // As one parameter: however many events there are, it is the same statement.
  return sql`
    insert into event
      (id, account_id, payment_id, reconciliation_id, sequence, type, data, created_at)
    select line.* from json_to_recordset(${JSON.stringify(lines)}::json) as line (
      id text, account_id text, payment_id text, reconciliation_id text,
      sequence integer, type text, data jsonb, created_at timestamptz
    )
    where exists (select from changed)`
}

export type EventPage = Page & { readonly type?: EventType | undefined }

/** An account's, newest first. */
export async function listEventsOfAccount(
  db: Db,
  accountId: string,
  page: EventPage,
): Promise<{ readonly events: readonly Event[] } & Continued> {
  const { type } = page
  const isRare = type !== undefined && !TYPES_OF_EVERY_PAYMENT.includes(type)
  const only = { account_id: accountId, ...(isRare && { type }) }
  const list = { table: 'event', prefix: 'evt', order: 'newest-first', only } as const
  let all = db.selectFrom('event').selectAll()
  // Written out: an index on a part of the rows serves only a condition that names that part.
  const common = TYPES_OF_EVERY_PAYMENT.map((each) => sql.lit(each))
  if (isRare) all = all.where(sql<boolean>`type not in (${sql.join(common)})`)
  const { rows, ...found } =
    isRare || type === undefined
      ? await readPage(all, list, page)
      : await readSparsePage(
          all,
          (some) => db.selectFrom(some.as('event')).selectAll().where('type', '=', type),
          list,
          page,
        )
  return { events: rows.map(fromRow), ...found }
}

/** An account's event with this id. */
export async function findEventOfAccount(
  db: Db,
  accountId: string,
  id: string,
): Promise<Event | undefined> {
  const row = await db
    .selectFrom('event')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** The place of a payment's event; undefined if the payment has no such event. */
export async function findSequence(
  db: Db,
  paymentId: string,
  eventId: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('event')
    .select('sequence')
    .where('id', '=', eventId)
    .where('payment_id', '=', paymentId)
    .executeTakeFirst()
  return row?.sequence
}

/** A payment's, oldest first. */
export async function listEvents(
  db: Db,
  paymentId: string,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly Event[]> {
  const rows = await db
    .selectFrom('event')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .where('sequence', '>', page.after)
    .orderBy('sequence')
    .limit(page.limit)
    .execute()
  return rows.map(fromRow)
}

/**
 * Deletes some of what happened before, and returns how many. Ids are ordered by time. What a person has
 * still to look at keeps its story.
 */
export async function deleteEventsBefore(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from event where (account_id, id) in (
      select old.account_id, old.id from account cross join lateral (
        select account_id, id from event
        where account_id = account.id and id < ${firstIdAt('evt', before)}
          and (
            payment_id is null
            or payment_id not in (select payment.id from payment where payment.reviews <> '[]')
          )
        order by id limit ${limit} for update skip locked
      ) as old limit ${limit}
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

function fromRow(row: Selectable<Tables['event']>): Event {
  return {
    id: row.id,
    subjectId: row.payment_id ?? row.reconciliation_id ?? '',
    sequence: row.sequence,
    type: row.type as EventType,
    data: row.data as Record<string, unknown>,
    createdAt: row.created_at,
  }
}
