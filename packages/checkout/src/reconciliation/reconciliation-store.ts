import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import { countUpTo, readPage, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { firstDue, takeDue, type Lease } from '../database/take-due.ts'
import {
  MAX_RUN_MS,
  type Reconciliation,
  type ReconciliationCause,
  type ReconciliationStatus,
} from './reconciliation.ts'

type Row = Selectable<Tables['reconciliation']>

/** False if the night has its run. */
export async function insertReconciliation(
  trx: Trx,
  run: Insertable<Tables['reconciliation']>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('reconciliation')
    .values(run)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function findReconciliation(db: Db, id: string): Promise<Reconciliation | undefined> {
  const row = await db
    .selectFrom('reconciliation')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

export type ReconciliationPage = Page & {
  /** Of every account if absent. */
  readonly accountId?: string | undefined
  readonly status?: ReconciliationStatus | undefined
  readonly cause?: ReconciliationCause | undefined
}

/** Newest first; ids are ordered by time, so they are the cursor. */
export async function listReconciliations(
  db: Db,
  page: ReconciliationPage,
): Promise<{ readonly runs: readonly Reconciliation[]; readonly hasMore: boolean }> {
  const only = { account_id: page.accountId }
  const list = { table: 'reconciliation', prefix: 'rcn', order: 'newest-first', only } as const
  const { status, cause } = page
  let query = db.selectFrom('reconciliation').selectAll()
  if (status !== undefined) query = query.where('status', '=', status)
  if (cause !== undefined) query = query.where('cause', '=', cause)
  const { rows, hasMore } = await readPage(query, list, page)
  return { runs: rows.map(fromRow), hasMore }
}

/** How many runs of an account are not over; counts no further than `most`. */
export async function countOpen(
  db: Db,
  {
    accountId,
    cause,
    most,
  }: {
    readonly accountId: string
    readonly cause: ReconciliationCause
    readonly most: number
  },
): Promise<number> {
  const open = db
    .selectFrom('reconciliation')
    .select('id')
    .where('account_id', '=', accountId)
    .where('cause', '=', cause)
    .where('work_at', 'is not', null)
  return countUpTo(db, most, open)
}

/** Where an account's last daily run ends. */
export async function lastDailyEnd(db: Db, accountId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('reconciliation')
    .select('range_to')
    .where('account_id', '=', accountId)
    .where('cause', '=', 'daily')
    .orderBy('range_to', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.range_to
}

export const RUN_WORK = { table: 'reconciliation', column: 'work_at' } as const

/** Takes due runs, each for one process until `leasedUntil`. */
export async function takeDueReconciliations(
  db: Db,
  { leasedUntil, ...take }: Lease,
): Promise<readonly Reconciliation[]> {
  return (await takeDue(db, RUN_WORK, { ...take, nextAt: () => leasedUntil })).map(fromRow)
}

/** Writes a run that this process holds. Undefined if its lease ran out and another process has it. */
export async function updateReconciliation(
  db: Db,
  run: Reconciliation,
  set: Updateable<Tables['reconciliation']>,
): Promise<Reconciliation | undefined> {
  const row = await db
    .updateTable('reconciliation')
    .set(set)
    .where('id', '=', run.id)
    .where('work_at', '=', run.workAt ?? null)
    .returningAll()
    .executeTakeFirst()
  return row && fromRow(row)
}

export const FIRST_STEP = firstDue('reconciliation', 'work_at')

const FIRST_UNFINISHED = firstDue('reconciliation', 'created_at', sql`work_at is not null`)
/** When the run that is under way for longest should have ended. */
export const FIRST_OVERDUE = sql<Date | null>`${FIRST_UNFINISHED} + ${MAX_RUN_MS} * interval '1 ms'`

function fromRow(row: Row): Reconciliation {
  return {
    id: row.id,
    accountId: row.account_id,
    cause: row.cause,
    from: row.range_from,
    to: row.range_to,
    status: row.status,
    readUntil: row.read_until,
    windowMs: row.window_ms,
    transactions: row.transactions,
    unreadable: row.unreadable,
    counts: row.counts,
    failure: row.failure ?? undefined,
    failures: row.failures,
    createdAt: row.created_at,
    completedAt: row.completed_at ?? undefined,
    workAt: row.work_at ?? undefined,
  }
}
