import { sql, type RawBuilder } from 'kysely'

/** What an update sets, as a part of a statement. */
export function setColumns(set: object): RawBuilder<unknown> {
  return sql.join(Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))
}
