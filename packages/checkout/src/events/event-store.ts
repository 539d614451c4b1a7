import { sql, type Selectable, type Transaction } from 'kysely'
import type { Db, Tables } from '../database/schema.ts'
import type { Clock } from '../platform/clock.ts'
import { firstIdAt, type NewId } from '../platform/ids.ts'
import type { Event, EventDraft, EventType } from './event.ts'

/** Writes the last events of a payment or reconciliation, whose sequence already includes them. */
export async function insertEvents(
  trx: Transaction<Tables>,
  deps: { readonly clock: Clock; readonly newId: NewId },
  subject: {
    readonly of: 'payment' | 'reconciliation'
    readonly id: string
    readonly accountId: string
    readonly sequence: number
  },
  drafts: readonly EventDraft[],
): Promise<readonly Event[]> {
  if (drafts.length === 0) return []
  const createdAt = deps.clock.now()
  const before = subject.sequence - drafts.length
  const events = drafts.map((draft, index) => ({
    ...draft,
    id: deps.newId('evt'),
    subjectId: subject.id,
    sequence: before + index + 1,
    createdAt,
  }))
  await trx
    .insertInto('event')
    .values(
      events.map((event) => ({
        id: event.id,
        account_id: subject.accountId,
        payment_id: subject.of === 'payment' ? subject.id : null,
        reconciliation_id: subject.of === 'reconciliation' ? subject.id : null,
        sequence: event.sequence,
        type: event.type,
        data: JSON.stringify(event.data),
        created_at: event.createdAt,
      })),
    )
    .execute()
  return events
}

/** Oldest first. */
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
  return rows.map((row) => fromRow(row, paymentId))
}

/**
 * Deletes some of what happened before, and returns how many. Ids are ordered by time. What a person has
 * still to look at keeps its story.
 */
export async function deleteEventsBefore(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from event where id in (
      select id from event where id < ${firstIdAt('evt', before)}
        and (
          payment_id is null
          or payment_id not in (select payment.id from payment where payment.reviews <> '[]')
        )
      order by id limit ${limit} for update skip locked
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

function fromRow(row: Selectable<Tables['event']>, subjectId: string): Event {
  return {
    id: row.id,
    subjectId,
    sequence: row.sequence,
    type: row.type as EventType,
    data: row.data as Record<string, unknown>,
    createdAt: row.created_at,
  }
}
