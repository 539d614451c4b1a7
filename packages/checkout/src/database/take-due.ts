import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Db, Tables } from './schema.ts'

/** The columns that say when work of a table is due. */
type DueColumns = {
  readonly attempt: 'enquire_at' | 'close_at'
  readonly refund: 'work_at'
  readonly reconciliation: 'work_at'
}
/** A table with work, and the column that says when. */
export type Work = {
  readonly table: keyof Tables
  readonly column: string
  /** The column that says whose it is: each has a turn. */
  readonly owner?: string
  /** Which of its rows are work. */
  readonly which?: RawBuilder<unknown>
}
/** Gives rows to one worker until `leasedUntil`. */
export type Lease = {
  readonly now: Date
  readonly limit: number
  readonly leasedUntil: Date
  readonly accountId?: string
}
type Row<Name extends keyof DueColumns> = Selectable<Tables[Name]>
type Due<Name extends keyof DueColumns> = Row<Name> & { readonly id: string; readonly due_at: Date }

/**
 * Takes due rows, each for one worker, and writes when each is due next: at the end of a lease, or by the
 * schedule. If this worker dies, another continues then from what is written. No transaction stays open for
 * it: a row goes to the worker that finds it as it was read. Without an account, each account has as much as any
 * other before one has more, and the rows that are overdue for longest come first.
 */
export async function takeDue<Name extends keyof DueColumns>(
  db: Db,
  work: { readonly table: Name; readonly column: DueColumns[Name] },
  take: {
    readonly now: Date
    readonly limit: number
    /** Undefined if nothing is left to do. */
    readonly nextAt: (row: Row<Name>) => Date | undefined
    readonly accountId?: string | undefined
  },
): Promise<readonly Row<Name>[]> {
  const { now, limit, nextAt, accountId } = take
  const [table, column] = [sql.table(work.table), sql.ref(work.column)]
  const find =
    accountId === undefined
      ? sql<Due<Name>>`
        with recursive ${firstOfEach(work)},
        due as materialized (
          select one.id from (
            select one.id, one.at, row_number() over (partition by first.owner order by one.at) as place
            from first cross join lateral (
              select id, ${column} as at from ${table}
              where account_id = first.owner and ${column} <= ${now}
              order by ${column} limit ${limit}
            ) as one
            where first.at <= ${now}
          ) as one order by one.place, one.at limit ${limit}
        )
        select row.*, row.${column} as due_at from ${table} as row join due using (id)
        -- Once more: another process may have taken it between the look and the lock.
        where row.${column} <= ${now}
        for update of row skip locked`
      : sql<Due<Name>>`
        select *, ${column} as due_at from ${table}
        where ${column} <= ${now} and account_id = ${accountId}
        order by ${column} limit ${limit} for update skip locked`
  for (;;) {
    const { rows: due } = await find.execute(db)
    if (due.length === 0) return []
    const [ids, seen] = [due.map(({ id }) => id), due.map((row) => row.due_at)]
    const instants = due.map((row) => nextAt(row) ?? null)
    const { rows: taken } = await sql<Row<Name> & { readonly id: string }>`
      with free as materialized (
        select id from ${table} where id = any(${ids}::text[]) for update skip locked
      )
      update ${table} as row set ${column} = next.at
      from unnest(${ids}::text[], ${seen}::timestamptz[], ${instants}::timestamptz[])
        as next (id, seen, at) join free using (id)
      where row.id = next.id and row.${column} = next.seen
      returning row.*
    `.execute(db)
    // Otherwise others have taken them all, and there may be more behind them.
    if (taken.length > 0) return taken.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  }
}

/**
 * The first work of each owner, as a part of a statement: from owner to owner along an index on both columns, however
 * much one has. It comes past nobody who has none.
 */
function firstOfEach(work: Work): RawBuilder<unknown> {
  const [table, column] = [sql.table(work.table), sql.ref(work.column)]
  const { owner = 'account_id', which = sql`${column} is not null` } = work
  const next = (behind: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
    select ${sql.ref(owner)}, ${column} as at from ${table}
    where ${which} ${behind} order by ${sql.ref(owner)}, ${column} limit 1
  )`
  return sql`first (owner, at) as (
    ${next(sql``)}
    union all
    select next.* from first cross join lateral ${next(sql`and ${sql.ref(owner)} > first.owner`)} as next
  )`
}

/** Accounts with due work, or endpoints, without those that are being served. */
export async function findOwnersDue(
  db: Db,
  work: Work,
  { now, besides }: { readonly now: Date; readonly besides: readonly string[] },
): Promise<readonly string[]> {
  const { rows } = await sql<{ owner: string }>`
    with recursive ${firstOfEach(work)}
    select owner from first where at <= ${now} and owner <> all(${besides}::text[])
  `.execute(db)
  return rows.map(({ owner }) => owner)
}

/** When the first work of anybody is due, as a part of a statement: null if there is none. */
export function firstDueOfEach(work: Work): RawBuilder<Date | null> {
  return sql`(with recursive ${firstOfEach(work)} select min(at) from first)`
}

/**
 * When the first row of a table is due, as a part of a statement: null if none is. With an index on the
 * column it is a look at its end.
 */
export function firstDue(
  table: keyof Tables,
  column: string,
  which: RawBuilder<unknown> = sql`${sql.ref(column)} is not null`,
): RawBuilder<Date | null> {
  return sql`(
    select ${sql.ref(column)} from ${sql.table(table)} where ${which}
    order by ${sql.ref(column)} limit 1
  )`
}
