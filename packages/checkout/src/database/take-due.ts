import { sql, type RawBuilder, type Selectable, type Transaction } from 'kysely'
import type { Tables } from './schema.ts'

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
 * schedule. If this worker dies, another continues then from what is written.
 */
export async function takeDue<Name extends keyof DueColumns>(
  trx: Transaction<Tables>,
  { table, column }: { readonly table: Name; readonly column: DueColumns[Name] },
  take: {
    readonly now: Date
    readonly limit: number
    /** Undefined if nothing is left to do. */
    readonly nextAt: (row: Row<Name>) => Date | undefined
    readonly accountId?: string | undefined
  },
): Promise<readonly Row<Name>[]> {
  const { now, limit, nextAt, accountId } = take
  const ofAccount = accountId === undefined ? sql`` : sql`and account_id = ${accountId}`
  const { rows } = await sql<Row<Name> & { readonly id: string }>`
    select * from ${sql.table(table)} where ${sql.ref(column)} <= ${now} ${ofAccount}
    order by ${sql.ref(column)} limit ${limit} for update skip locked
  `.execute(trx)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const instants = rows.map((row) => nextAt(row) ?? null)
  await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = next.at
    from unnest(${ids}::text[], ${instants}::timestamptz[]) as next (id, at)
    where ${sql.table(table)}.id = next.id
  `.execute(trx)
  return rows.map((row, index) => ({ ...row, [column]: instants[index] ?? null }))
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
