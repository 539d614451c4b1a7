import { sql } from 'kysely'
import type { Db } from '../../src/database/schema.ts'
import { unpack } from '../../src/platform/pack.ts'

/** A row's text as PostgreSQL shows it, with what is packed in it as the text that it was. */
export function unpackRow(text: string): string {
  return text.replaceAll(/\\+x([0-9a-f]{2,})/g, (_, hex: string) =>
    unpack(Buffer.from(hex, 'hex')).toString(),
  )
}

/** Of all tables, as JSON, with what is packed. */
export async function readAllRows(db: Db): Promise<readonly string[]> {
  const tables = await db.introspection.getTables()
  const found = tables.map(({ name }) =>
    sql<{ row: object }>`select to_jsonb(one) as row from ${sql.table(name)} as one`.execute(db),
  )
  const rows = (await Promise.all(found)).flatMap(({ rows: some }) => some)
  return rows.map(({ row }) => unpackRow(JSON.stringify(row)))
}
