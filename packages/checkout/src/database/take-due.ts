import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Db, Tables } from './schema.ts'

/** The columns that say when work of a table is due. */
type DueColumns = {
  readonly attempt: 'enquire_at' | 'close_at'
  readonly refund: 'work_at'
  readonly reconciliation: 'work_at'
}
/** Gives rows to one worker until `leasedUntil`. */
export type Lease = {
  readonly now: Date
  readonly limit: number
  readonly leasedUntil: Date
  readonly accountId?: string
}
type Row<Name extends keyof DueColumns> = Selectable<Tables[Name]>

/**
 * Takes due rows, each for one worker, and writes when each is due next: at the end of a lease, or by the
 * schedule. If this worker dies, another continues then from what is written. No transaction stays open for
 * it: a row goes to the worker that finds it as it was read.
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
  const ofAccount = accountId === undefined ? sql`` : sql`and account_id = ${accountId}`
  for (;;) {
    const { rows: due } = await sql<Row<Name> & { readonly id: string; readonly due_at: Date }>`
      select *, ${column} as due_at from ${table} where ${column} <= ${now} ${ofAccount}
      order by ${column} limit ${limit} for update skip locked
    `.execute(db)
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
