import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Db, Tables } from './schema.ts'

/**
 * Takes rows whose work is due, each for one worker until `leasedUntil`, by one statement: if this
 * worker dies, another goes on from what is written.
 */
export async function takeDue<Name extends 'refund' | 'reconciliation'>(
  db: Db,
  table: Name,
  take: {
    readonly now: Date
    readonly limit: number
    readonly leasedUntil: Date
    readonly accountId?: string
  },
): Promise<readonly Selectable<Tables[Name]>[]> {
  const { accountId } = take
  const ofAccount = accountId === undefined ? sql`` : sql` and account_id = ${accountId}`
  const { rows } = await sql<Selectable<Tables[Name]>>`
    update ${sql.table(table)} set work_at = ${take.leasedUntil}
    where id = any(array(
      select id from ${sql.table(table)} where work_at <= ${take.now}${ofAccount}
      order by work_at limit ${take.limit} for update skip locked
    ))
    returning *
  `.execute(db)
  return rows
}

/**
 * When the row of a table is due that is due first, as a part of a statement: null when none is. With an
 * index on the column it is a look at its end.
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
