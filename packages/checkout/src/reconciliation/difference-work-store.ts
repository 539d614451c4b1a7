import { sql, type Insertable, type RawBuilder } from 'kysely'
import type { Who } from '../audit/actor.ts'
import { countUpTo } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import type { DifferenceEntry, DifferenceWork, Resolution } from './difference-work.ts'
import type { Difference } from './difference.ts'

/** What tells one reported difference from another: columns, or the values of one that is not concluded yet. */
type Identity = Readonly<
  Record<
    'id' | 'reconciliation_id' | 'out_trade_no' | 'kind' | 'syssn' | 'ours' | 'theirs',
    RawBuilder<unknown>
  >
>

/** The first report of the same difference by an earlier run, as a statement: its id and its resolution. */
function firstReportOf(found: Identity): RawBuilder<{ id: string; resolution: Resolution | null }> {
  return sql`
    select first.id, first.resolution
    from reconciliation_difference as earlier
    join reconciliation as run on run.id = earlier.reconciliation_id
    join reconciliation_difference as first on first.id = coalesce(earlier.repeats, earlier.id)
    where earlier.out_trade_no = ${found.out_trade_no}
      and earlier.id < ${found.id}
      and earlier.outcome = 'reported'
      and earlier.kind = ${found.kind}
      and earlier.reconciliation_id <> ${found.reconciliation_id}
      and earlier.syssn is not distinct from ${found.syssn}
      and earlier.ours is not distinct from ${found.ours}
      and earlier.theirs is not distinct from ${found.theirs}
      and run.account_id = (
        select account_id from reconciliation where id = ${found.reconciliation_id}
      )
    order by earlier.id desc limit 1`
}

const FOUND: Identity = {
  id: sql`found.id`,
  reconciliation_id: sql`found.reconciliation_id`,
  out_trade_no: sql`found.out_trade_no`,
  kind: sql`found.kind`,
  syssn: sql`found.syssn`,
  ours: sql`found.ours`,
  theirs: sql`found.theirs`,
}

/** Of these reported differences, those that an earlier run found the same become its repeats. */
export async function linkRepeats(trx: Trx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update reconciliation_difference as found
    set repeats = (select id from (${firstReportOf(FOUND)}) as report)
    where found.id = any(${ids}::text[]) and found.outcome = 'reported'
  `.execute(trx)
}

/** Whether a person has resolved the same difference, which an earlier run has found. */
export async function isResolvedAlready(db: Db, difference: Difference): Promise<boolean> {
  const { id, reconciliationId, outTradeNo, kind, syssn, ours, theirs } = difference
  const json = (side: object | undefined): RawBuilder<unknown> =>
    sql`${side === undefined ? null : JSON.stringify(side)}::jsonb`
  const { rows } = await firstReportOf({
    id: sql`${id}`,
    reconciliation_id: sql`${reconciliationId}`,
    out_trade_no: sql`${outTradeNo}`,
    kind: sql`${kind}`,
    syssn: sql`${syssn ?? null}::text`,
    ours: json(ours),
    theirs: json(theirs),
  }).execute(db)
  return rows.some(({ resolution }) => resolution !== null)
}

/** A reported difference that people work on, locked; undefined if there is none of this id. */
export async function lockDifference(
  trx: Trx,
  id: string,
): Promise<(DifferenceWork & { readonly accountId: string }) | undefined> {
  const row = await trx
    .selectFrom('reconciliation_difference as work')
    .innerJoin('reconciliation as run', 'run.id', 'work.reconciliation_id')
    .leftJoin('operator', 'operator.id', 'work.assigned_to')
    .select([
      'work.id as work_id',
      'work.assigned_to',
      'operator.name as assigned_name',
      'work.resolution',
      'work.resolved_at',
      'run.account_id',
    ])
    .where('work.id', '=', id)
    .where('work.outcome', '=', 'reported')
    .where('work.repeats', 'is', null)
    .forUpdate('work')
    .executeTakeFirst()
  return row && { ...workOf(row), accountId: row.account_id }
}

export async function updateWork(
  trx: Trx,
  id: string,
  set: {
    readonly assigned_to?: string | null
    readonly resolution?: Resolution | null
    readonly resolved_at?: Date | null
  },
): Promise<void> {
  await trx.updateTable('reconciliation_difference').set(set).where('id', '=', id).execute()
}

/** False if this entry was there before. */
export async function insertDifferenceEntry(
  trx: Trx,
  entry: Insertable<Tables['difference_entry']>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('difference_entry')
    .values(entry)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Newest first. */
export async function listDifferenceEntries(
  db: Db,
  differenceId: string,
  limit: number,
): Promise<readonly DifferenceEntry[]> {
  const rows = await db
    .selectFrom('difference_entry as entry')
    .leftJoin('operator', 'operator.id', 'entry.assigned_to')
    .selectAll('entry')
    .select('operator.name as assigned_name')
    .where('difference_id', '=', differenceId)
    .orderBy('entry.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    differenceId: row.difference_id,
    kind: row.kind,
    who: row.who as Who,
    text: row.text ?? undefined,
    assignedTo: row.assigned_name ?? undefined,
    resolution: (row.resolution as Resolution | null) ?? undefined,
    createdAt: row.created_at,
  }))
}

/** How many nobody has resolved, in all accounts; `most` or more count as `most`. */
export async function countOpenDifferences(db: Db, most: number): Promise<number> {
  const open = db
    .selectFrom('reconciliation_difference')
    .select('id')
    .where('outcome', '=', 'reported')
    .where('repeats', 'is', null)
    .where('resolved_at', 'is', null)
  return countUpTo(db, most, open)
}

/** How many of each run's differences nobody has resolved, without runs that have none; `most` or more count as `most`. */
export async function countOpenByRun(
  db: Db,
  runs: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ run: string; count: number }>`
    select run, open.count
    from unnest(${runs}::text[]) as run cross join lateral (
      select count(*) as count from (
        select from reconciliation_difference as found
        -- Not joined: the planner may else read all that the run has found before it counts.
        where reconciliation_id = run and outcome = 'reported' and resolved_at is null
          and (repeats is null or (
            select resolved_at is null from reconciliation_difference as first where id = found.repeats
          ))
        limit ${most}
      ) as counted
    ) as open
    where open.count > 0
  `.execute(db)
  return new Map(rows.map(({ run, count }) => [run, count]))
}

export type WorkColumns = {
  readonly work_id: string
  readonly assigned_to: string | null
  readonly assigned_name: string | null
  readonly resolution: Resolution | null
  readonly resolved_at: Date | null
}

export function workOf(row: WorkColumns): DifferenceWork {
  return {
    id: row.work_id,
    assignedTo:
      row.assigned_to === null
        ? undefined
        : { id: row.assigned_to, name: row.assigned_name ?? row.assigned_to },
    resolution: row.resolution ?? undefined,
    resolvedAt: row.resolved_at ?? undefined,
  }
}
