import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pool, PoolClient } from 'pg'

export type Migration = {
  /** The file's name without `.sql`, such as `0001_payments`. */
  readonly name: string
  readonly sql: string
}

/** The database cannot be brought to this version's schema. Nothing was changed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

const FOLDER = fileURLToPath(new URL('migrations', import.meta.url))
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/
/**
 * Another process made the same table at the same moment: it is there now, which is all we want. What
 * PostgreSQL says depends on how far the other was: its row, its table, or the type of its rows.
 */
const ALREADY_THERE = new Set(['23505', '42P07', '42710'])

/** The migrations of a folder, in the order of their numbers. */
export function readMigrations(folder: string = FOLDER): readonly Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  const numbers = new Set(files.map((file) => file.slice(0, 4)))
  const misnamed = files.find((file) => !FILE_NAME.test(file))
  if (misnamed !== undefined) {
    throw new MigrationError(`${misnamed} is not named like a migration: 0001_what_it_adds.sql.`)
  }
  if (numbers.size < files.length) {
    throw new MigrationError('Two migrations have the same number: renumber the newer one.')
  }
  return files.map((file) => ({
    name: file.slice(0, -'.sql'.length),
    sql: readFileSync(join(folder, file), 'utf8'),
  }))
}

/**
 * Brings the schema forward, all of what is missing or none of it, and returns the names applied.
 *
 * Any number of processes may do this at once: they queue on one row (not on an advisory lock,
 * which connection poolers and distributed databases do not keep). Refuses a database that a newer
 * version has migrated, for this version would write what the newer one no longer expects.
 */
export async function migrate(
  pool: Pool,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly string[]> {
  await createHistory(pool)
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    // An index on a grown table takes as long as it takes.
    await client.query('set local statement_timeout = 0')
    await client.query('select from schema_migration_lock for update')
    const applied = await applyMissing(client, migrations)
    await client.query('commit')
    return applied
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure as Error
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function applyMissing(
  client: PoolClient,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from schema_migration')
  const applied = new Set(rows.map((row) => row.name))
  refuseForeign(applied, migrations)

  const missing = migrations.filter((migration) => !applied.has(migration.name))
  for (const { name, sql } of missing) {
    try {
      await client.query(sql)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new MigrationError(`Migration ${name} failed and nothing was changed: ${reason}`, {
        cause,
      })
    }
    await client.query('insert into schema_migration (name) values ($1)', [name])
  }
  return missing.map((migration) => migration.name)
}

function refuseForeign(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const unknown = [...applied].filter((name) => migrations.every((known) => known.name !== name))
  if (unknown.length > 0) {
    throw new MigrationError(
      `The database was migrated by a newer version of Tael (${unknown.sort().join(', ')}), and this version does not know that schema. Start the newer version, or restore a backup from before the upgrade.`,
    )
  }
  const last = [...applied].sort().at(-1) ?? ''
  const late = migrations.find((migration) => !applied.has(migration.name) && migration.name < last)
  if (late !== undefined) {
    throw new MigrationError(
      `Migration ${late.name} comes before ${last}, which is applied already: give it the next number.`,
    )
  }
}

async function createHistory(pool: Pool): Promise<void> {
  const statements = [
    'create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())',
    'create table if not exists schema_migration_lock (only_row boolean primary key default true check (only_row))',
    'insert into schema_migration_lock default values on conflict do nothing',
  ]
  for (const statement of statements) {
    try {
      await pool.query(statement)
    } catch (error) {
      const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
      if (typeof code !== 'string' || !ALREADY_THERE.has(code)) throw error
    }
  }
}
