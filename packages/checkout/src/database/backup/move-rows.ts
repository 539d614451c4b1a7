import type { Pool } from 'pg'
import { migrate, readMigrations, type MigrationRuntime } from '../upgrade/migrate.ts'
import { readBackup, type BackupHead } from './backup.ts'
import { readHead, RestoreError, writeBackup, type AddedRow, type Restored } from './restore.ts'

export async function* streamFrom(pool: Pool): AsyncGenerator<string, void, undefined> {
  const client = await pool.connect()
  try {
    yield* readBackup(client)
  } finally {
    client.release()
  }
}

/** Makes the tables as they were, writes the rows, and then brings both to this version. */
export async function restoreInto(
  pool: Pool,
  runtime: MigrationRuntime,
  {
    lines,
    engine,
    add,
  }: {
    readonly lines: AsyncIterable<string>
    readonly engine: 'pglite' | 'postgres'
    readonly add: ((restored: Restored) => AddedRow) | undefined
  },
): Promise<BackupHead> {
  const iterator = lines[Symbol.asyncIterator]()
  try {
    const first = await iterator.next()
    const head = readHead(first.done === true ? '' : first.value)
    await makeTables(pool, runtime, head, engine)
    const client = await pool.connect()
    try {
      await writeBackup(client, { [Symbol.asyncIterator]: () => iterator }, (rows) =>
        add?.({ head, rows }),
      )
    } finally {
      client.release()
    }
    await migrate(pool, runtime)
    return head
  } finally {
    // A database that gives the lines holds a connection until they are read or refused.
    await iterator.return?.()
  }
}

async function makeTables(
  pool: Pool,
  runtime: MigrationRuntime,
  { migrations }: BackupHead,
  engine: 'pglite' | 'postgres',
): Promise<void> {
  const known = readMigrations()
  const newer = migrations.find((name) => known.every((one) => one.name !== name))
  if (newer !== undefined) {
    throw new RestoreError(
      `A newer version of Tael has made this backup (${newer} is unknown here): restore it with that one.`,
    )
  }
  if (await isUsed(pool)) {
    throw new RestoreError(
      'The database is in use already, and a restore overwrites nothing: give a new database, or a directory that is not there yet.',
    )
  }
  // A new one begins with the tables of this version; nothing in it is anybody else's.
  if (engine === 'pglite') await pool.query('drop schema public cascade; create schema public')
  await migrate(
    pool,
    runtime,
    known.filter(({ name }) => migrations.includes(name)),
  )
  const { rows } = await pool.query<{ name: string }>('select name from schema_migration')
  const later = rows.find(({ name }) => !migrations.includes(name))
  if (later === undefined) return
  throw new RestoreError(
    `The database has the tables of a newer version (${later.name}): give a new one, and let the restore make its tables.`,
  )
}

/** Whether anybody has done anything in it; every account and operator leaves a trace in one of these. */
async function isUsed(pool: Pool): Promise<boolean> {
  for (const table of ['account', 'audit_entry']) {
    const { rows } = await pool.query<{ there: string | null }>(
      `select to_regclass('${table}')::text as there`,
    )
    if (rows[0]?.there == null) continue
    const { rowCount } = await pool.query(`select from ${table} limit 1`)
    if (rowCount !== 0) return true
  }
  return false
}
