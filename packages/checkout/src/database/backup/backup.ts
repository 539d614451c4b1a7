import type { PoolClient } from 'pg'

/** The first line of a backup. */
export type BackupHead = {
  readonly tael: 'backup'
  /** Of the format, not of Tael. */
  readonly version: 1
  /** ISO 8601. What was committed later is not in it. */
  readonly taken_at: string
  readonly migrations: readonly string[]
}

/** The last line: how many rows each table has. A file without it was cut short. */
export type BackupEnd = { readonly rows: Readonly<Record<string, number>> }

const AT_ONCE = 500

/**
 * All rows of all tables as they were at one instant, a line each: the table, a tab, and the row as JSON of
 * PostgreSQL's own making, so that no number and no instant changes on its way through JavaScript.
 */
export async function* readBackup(client: PoolClient): AsyncGenerator<string, void, undefined> {
  await client.query('begin isolation level repeatable read read only')
  try {
    const { rows: applied } = await client.query<{ name: string }>(
      'select name from schema_migration order by name',
    )
    const { rows: clock } = await client.query<{ now: Date }>('select now()')
    const head: BackupHead = {
      tael: 'backup',
      version: 1,
      taken_at: clock[0]?.now.toISOString() ?? '',
      migrations: applied.map(({ name }) => name),
    }
    yield JSON.stringify(head)
    const counts: Record<string, number> = {}
    for (const table of await tablesOf(client)) {
      counts[table] = 0
      for await (const row of rowsOf(client, table)) {
        counts[table] += 1
        yield `${table}\t${row}`
      }
    }
    yield JSON.stringify({ rows: counts } satisfies BackupEnd)
  } finally {
    await client.query('rollback')
  }
}

async function* rowsOf(client: PoolClient, table: string): AsyncGenerator<string> {
  const name = client.escapeIdentifier(table)
  await client.query(
    `declare backup no scroll cursor for select to_jsonb(one)::text as row from ${name} as one`,
  )
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${AT_ONCE} from backup`)
    yield* rows.map(({ row }) => row)
    if (rows.length < AT_ONCE) break
  }
  await client.query('close backup')
}

/** Those that hold data; the migrations make the others. */
export async function tablesOf(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables
      where schemaname = current_schema() and tablename not like 'schema_migration%'
      order by tablename`,
  )
  return rows.map(({ name }) => name)
}
