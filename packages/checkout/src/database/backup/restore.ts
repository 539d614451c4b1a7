import type { PoolClient } from 'pg'
import { tablesOf, type BackupEnd, type BackupHead } from './backup.ts'

/** The file is no whole backup that this version can read, or the database is not empty. Nothing was changed. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError'
}

const AT_ONCE = 500

/** What a restore is about to commit. */
export type Restored = {
  readonly head: BackupHead
  /** In all tables. */
  readonly rows: number
}

/** A row beside those of the backup, as JSON: a column that its table did not have yet is left out. */
export type AddedRow = { readonly table: string; readonly row: string }

/** Reads the first line. Throws a RestoreError. */
export function readHead(line: string): BackupHead {
  const head = parsed(line) as Partial<BackupHead> | undefined
  if (head?.tael !== 'backup' || head.migrations === undefined) {
    throw new RestoreError('This is not a backup of Tael.')
  }
  if (head.version !== 1) {
    throw new RestoreError(
      'A newer version of Tael has made this backup: restore it with that one.',
    )
  }
  return head as BackupHead
}

/**
 * Writes the lines after the first one into the tables of a new database, and what is added to them: all of it or
 * nothing.
 */
export async function writeBackup(
  client: PoolClient,
  lines: AsyncIterable<string>,
  add: (rows: number) => AddedRow | undefined,
): Promise<void> {
  await client.query('begin')
  try {
    await client.query('set local statement_timeout = 0')
    const tables = await tablesOf(client)
    // Rows refer to each other in circles, so references are checked when all rows are there.
    const references = await dropReferences(client)
    await emptyAll(client, tables)
    const added = add(await writeRows(client, { tables, lines }))
    // A backup of a version without this table has no place for the row.
    if (added !== undefined && tables.includes(added.table)) {
      await insert(client, { table: added.table, rows: [added.row] })
    }
    await continueNumbers(client)
    for (const { table, name, definition } of references) {
      await client.query(`alter table ${table} add constraint ${name} ${definition}`)
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** Migrations put first rows into some tables; the backup has these too, as they have become. */
async function emptyAll(client: PoolClient, tables: readonly string[]): Promise<void> {
  const names = tables.map((table) => client.escapeIdentifier(table))
  await client.query(`truncate ${names.join(', ')}`)
}

/** Rows that bring their own numbers leave the counters where they were; the next row comes behind them. */
async function continueNumbers(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select quote_ident(table_name) as table, quote_ident(column_name) as column
       from information_schema.columns
      where table_schema = current_schema() and is_identity = 'YES'`,
  )
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), last) from (
         select max(${column}) as last from ${table}
       ) as numbered where last is not null`,
      [table, column],
    )
  }
}

type Reference = { readonly table: string; readonly name: string; readonly definition: string }

async function dropReferences(client: PoolClient): Promise<readonly Reference[]> {
  const { rows } = await client.query<Reference>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name,
            pg_get_constraintdef(oid) as definition
       from pg_constraint
      where contype = 'f' and connamespace = current_schema()::regnamespace`,
  )
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${name}`)
  return rows
}

/** Returns how many. */
async function writeRows(
  client: PoolClient,
  { tables, lines }: { readonly tables: readonly string[]; readonly lines: AsyncIterable<string> },
): Promise<number> {
  const counts: Record<string, number> = {}
  let batch: { readonly table: string; readonly rows: string[] } = { table: '', rows: [] }
  let end: BackupEnd | undefined
  const flush = async (): Promise<void> => {
    if (batch.rows.length > 0) await insert(client, batch)
    counts[batch.table] = (counts[batch.table] ?? 0) + batch.rows.length
  }
  for await (const line of lines) {
    if (line === '') continue
    if (end !== undefined) throw new RestoreError('The file continues after its end.')
    const tab = line.indexOf('\t')
    if (tab === -1) {
      end = parsed(line) as BackupEnd
      continue
    }
    const table = line.slice(0, tab)
    if (!tables.includes(table)) throw new RestoreError(`There is no table ${table}.`)
    if (batch.table !== table || batch.rows.length === AT_ONCE) {
      await flush()
      batch = { table, rows: [] }
    }
    batch.rows.push(line.slice(tab + 1))
  }
  await flush()
  const expected = end?.rows ?? {}
  const missing = tables.find((table) => (expected[table] ?? 0) !== (counts[table] ?? 0))
  if (end === undefined || missing !== undefined) {
    throw new RestoreError('The backup was cut short: it has fewer rows than it should have.')
  }
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

async function insert(
  client: PoolClient,
  { table, rows }: { readonly table: string; readonly rows: readonly string[] },
): Promise<void> {
  const { rows: columns } = await client.query<{ name: string }>(
    `select quote_ident(column_name) as name from information_schema.columns
      where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  )
  const names = columns.map(({ name }) => name).join(', ')
  const into = client.escapeIdentifier(table)
  await client.query(
    `insert into ${into} (${names}) overriding system value
     select ${names} from jsonb_populate_recordset(null::${into}, $1::jsonb)`,
    [`[${rows.join(',')}]`],
  )
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
