import { sql, type Insertable, type RawBuilder, type Selectable, type Updateable } from 'kysely'
import type { Who } from '../audit/actor.ts'
import { countUpTo, readPage, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { firstDue, takeDue, type Lease } from '../database/take-due.ts'
import { endOfStart, type NamedPayments } from '../payments/payment-search.ts'
import type { RefundRefusal } from './refund-refusal.ts'
import { refundIdOf, type Refund, type RefundStatus } from './refund.ts'

type Row = Selectable<Tables['refund']>

/** False if the account has a refund with this reference. */
export async function insertRefund(
  trx: Trx,
  refund: Insertable<Tables['refund']>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('refund')
    .values(refund)
    .onConflict((conflict) => conflict.columns(['account_id', 'reference']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Makes these refunds due, those of them that have failed. */
export async function wakeFailed(trx: Trx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('refund')
    .set({ work_at: now })
    .where('id', 'in', ids)
    .where('status', '=', 'failed')
    .execute()
}

export async function findRefund(db: Db, id: string): Promise<Refund | undefined> {
  const row = await db.selectFrom('refund').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

export async function findRefunds(db: Db, ids: readonly string[]): Promise<readonly Refund[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('refund')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute()
  return rows.map(fromRow)
}

/** What an account refunded, among refunds sent from one instant up to another. */
export async function findDoneRefunds(
  db: Db,
  accountId: string,
  { start, end }: { readonly start: Date; readonly end: Date },
): Promise<readonly Refund[]> {
  const rows = await db
    .selectFrom('refund')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('status', '=', 'succeeded')
    .where('sent_at', '>=', start)
    .where('sent_at', '<', end)
    .execute()
  return rows.map(fromRow)
}

/** What an account refunded in a currency, among refunds sent since an instant, in minor units. */
export async function sumRefunded(
  db: Db,
  account: { readonly id: string; readonly currency: string },
  since: Date,
): Promise<number> {
  const { sum } = await db
    .selectFrom('refund')
    .select(sql<number>`coalesce(sum(amount), 0)::bigint`.as('sum'))
    .where('account_id', '=', account.id)
    .where('status', '=', 'succeeded')
    .where('sent_at', '>=', since)
    .where('currency', '=', account.currency)
    .executeTakeFirstOrThrow()
  return sum
}

export async function findRefundByReference(
  db: Db,
  accountId: string,
  reference: string,
): Promise<Refund | undefined> {
  const row = await db
    .selectFrom('refund')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('reference', '=', reference)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** A reference is one of a merchant's, and so may stand in several accounts. */
const MAX_OF_A_NUMBER = 100

/** By its id, one of its numbers at QFPay, QFPay's own number, or a merchant's reference. */
export async function findRefundsByNumber(db: Db, number: string): Promise<readonly Refund[]> {
  const rows = await db
    .selectFrom('refund')
    .selectAll()
    .where((either) =>
      either.or([
        either('id', '=', refundIdOf(number)),
        either('syssn', '=', number),
        either('reference', '=', number),
      ]),
    )
    .orderBy('id', 'desc')
    .limit(MAX_OF_A_NUMBER)
    .execute()
  return rows.map(fromRow)
}

/** Whether a charge has a refund that has not ended. */
export async function hasOpenRefund(db: Db, attemptId: string): Promise<boolean> {
  const row = await db
    .selectFrom('refund')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('status', 'in', ['awaiting_approval', 'requested', 'pending'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** How many wait for a second person, in all accounts; `most` or more count as `most`. */
export async function countAwaitingApproval(db: Db, most: number): Promise<number> {
  const awaiting = db.selectFrom('refund').select('id').where('status', '=', 'awaiting_approval')
  return countUpTo(db, most, awaiting)
}

/** Which of these payments have a failed refund and none after it, and which one that awaits approval. */
export async function findRefundMarks(db: Db, paymentIds: readonly string[]): Promise<RefundMarks> {
  const rows = await db
    .selectFrom('refund')
    .select(['payment_id', 'status', 'refusal'])
    .where('payment_id', '=', sql<string>`any(${paymentIds}::text[])`)
    .orderBy('id')
    .execute()
  const last = new Map(rows.map((row) => [row.payment_id, row]))
  const awaiting = rows.filter(({ status }) => status === 'awaiting_approval')
  // Nobody has to look at what a person has declined.
  const failed = [...last.values()].filter(
    ({ status, refusal }) =>
      status === 'failed' && (refusal as RefundRefusal | null)?.code !== 'declined',
  )
  return {
    failed: new Set(failed.map((row) => row.payment_id)),
    awaiting: new Set(awaiting.map((row) => row.payment_id)),
  }
}

/** Ids of payments. */
export type RefundMarks = {
  readonly failed: ReadonlySet<string>
  readonly awaiting: ReadonlySet<string>
}

export type RefundFilter = Page & {
  /** Undefined: of all accounts. */
  readonly accountId?: string | undefined
  readonly status?: RefundStatus | undefined
  readonly paymentId?: string | undefined
  readonly reference?: string | undefined
  readonly named?: NamedRefunds | undefined
}

/** What a text names: these refunds, or those of the payments that it names. */
export type NamedRefunds = { readonly ids: readonly string[] } | { readonly of: NamedPayments }

/** Newest first. */
export async function listRefunds(
  db: Db,
  filter: RefundFilter,
): Promise<{ readonly refunds: readonly Refund[]; readonly hasMore: boolean }> {
  const only = {
    account_id: filter.accountId,
    status: filter.status,
    payment_id: filter.paymentId,
    reference: filter.reference,
  }
  const list = { table: 'refund', prefix: 'ref', order: 'newest-first', only } as const
  const all = db.selectFrom('refund').selectAll()
  const query = filter.named === undefined ? all : all.where(isNamed(filter.named))
  const { rows, hasMore } = await readPage(query, list, filter)
  return { refunds: rows.map(fromRow), hasMore }
}

function isNamed(named: NamedRefunds): RawBuilder<boolean> {
  if ('ids' in named) return sql`refund.id = any(${named.ids}::text[])`
  const { ids, start } = named.of
  return sql`payment_id in (
    select id from payment
    where id = any(${ids}::text[]) or reference ~>=~ ${start} and reference ~<~ ${endOfStart(start)}
  )`
}

/** A payment's, oldest first. */
export async function listRefundsOf(
  db: Db,
  paymentId: string,
  page: Page,
): Promise<{ readonly refunds: readonly Refund[]; readonly hasMore: boolean }> {
  const only = { payment_id: paymentId }
  const list = { table: 'refund', prefix: 'ref', order: 'oldest-first', only } as const
  const { rows, hasMore } = await readPage(db.selectFrom('refund').selectAll(), list, page)
  return { refunds: rows.map(fromRow), hasMore }
}

/**
 * The next refund of a charge: the one with the gateway, else the oldest waiting one, before
 * postponed ones. `taken` is the one in hand: its time is the end of its lease, so it is not postponed.
 */
export async function findNextRefund(
  db: Db,
  { attemptId, now, taken = '' }: { attemptId: string; now: Date; taken?: string },
): Promise<Refund | undefined> {
  const row = await db
    .selectFrom('refund')
    .selectAll()
    .where('attempt_id', '=', attemptId)
    .where('status', 'in', ['requested', 'pending'])
    .orderBy((order) => order('status', '=', 'pending'), 'desc')
    // As `isPostponed` in the model. One that waits behind another has no time, and is not postponed.
    .orderBy(sql`coalesce(refusal is not null and work_at > ${now} and id <> ${taken}, false)`)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Makes the next refund of a charge due, if it waits for nothing else. */
export async function wakeNextRefund(trx: Trx, attemptId: string, now: Date): Promise<void> {
  const next = await findNextRefund(trx, { attemptId, now })
  if (next?.status === 'requested' && next.workAt === undefined) {
    await updateRefund(trx, next, { work_at: now })
  }
}

/** Writes a refund whose payment is locked; names the status it leaves. */
export async function updateRefund(
  trx: Trx,
  refund: Refund,
  set: Updateable<Tables['refund']>,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('refund')
    .set(set)
    .where('id', '=', refund.id)
    .where('status', '=', refund.status)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new Error(`${refund.id} was written without its payment's lock`)
}

export const REFUND_WORK = { table: 'refund', column: 'work_at' } as const

/** Takes due refunds, each for one process until `leasedUntil`. */
export async function takeDueRefunds(
  db: Db,
  { leasedUntil, ...take }: Lease,
): Promise<readonly Refund[]> {
  return (await takeDue(db, REFUND_WORK, { ...take, nextAt: () => leasedUntil })).map(fromRow)
}

export const FIRST_REFUND_WORK = firstDue('refund', 'work_at')

function fromRow(row: Row): Refund {
  return {
    id: row.id,
    accountId: row.account_id,
    paymentId: row.payment_id,
    attemptId: row.attempt_id,
    reference: row.reference ?? undefined,
    fingerprint: row.fingerprint,
    amount: row.amount,
    currency: row.currency,
    cause: row.cause,
    reason: row.reason ?? undefined,
    status: row.status,
    syssn: row.syssn ?? undefined,
    refusal: (row.refusal as RefundRefusal | null) ?? undefined,
    postponements: row.postponements,
    numbers: row.numbers,
    createdAt: row.created_at,
    requestedBy: (row.requested_by as Who | null) ?? undefined,
    approvedAt: row.approved_at ?? undefined,
    sentAt: row.sent_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    workAt: row.work_at ?? undefined,
  }
}
