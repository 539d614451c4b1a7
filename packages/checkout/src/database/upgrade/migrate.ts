import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql, type QueryExecutorProvider } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { buildIndexes, isConcurrent, withoutConcurrency } from './build-indexes.ts'

export type Migration = {
  /** The file's name without `.sql`, such as `0001_payments`. */
  readonly name: string
  readonly sql: string
}

/** The database cannot be brought to this version's schema. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

const FOLDER = fileURLToPath(new URL('../migrations', import.meta.url))
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/
/**
 * Another process made the same table at the same moment: now it exists, which is all we want. The error
 * depends on how far the other process was: its row, its table, or the type of its rows.
 */
const ALREADY_THERE = new Set(['23505', '42P07', '42710', '42701'])

/**
 * Running servers wait behind a migration that waits for a lock, so it waits this long, then lets them go: sooner
 * than PostgreSQL looks for a deadlock, which could end a server's transaction instead.
 */
const LOCK_WITHIN_MS = 800
const PAUSE_MS = 5_000
const TRIES = 60
/** A lock took too long, or two sessions waited for each other. */
const LOCKED: readonly unknown[] = ['55P03', '40P01']
const NO_TABLE = '42P01'
/**
 * The first line of a migration that only adds. The version before it still works on the database, so
 * old and new servers run side by side during an upgrade, and one may downgrade.
 */
const ADDITIVE = '-- additive\n'

/** What a migration needs from outside. */
export type MigrationRuntime = { readonly clock: Pick<Clock, 'sleep'>; readonly log: Log }

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
 * Applies all missing migrations, and returns the names of the applied ones: in one transaction, so all of them
 * or none, up to one whose indexes are made while others write, which is applied alone.
 * Any number of processes may do this together: they queue on one row (not on an advisory lock, which
 * connection poolers and distributed databases do not keep). Refuses a database that a newer version has
 * migrated, unless that has only added: this version would write what the newer one no longer expects.
 * If others hold a table for long, it releases everything and tries again.
 */
export async function migrate(
  pool: Pool,
  runtime: MigrationRuntime,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly string[]> {
  await createHistory(pool)
  const applied: string[] = []
  for (;;) {
    const { names, next } = await patiently(runtime, () =>
      migrateOnce(pool, runtime.log, migrations),
    )
    applied.push(...names)
    if (next === undefined) return applied
    const isOurs = await patiently(runtime, () => applyConcurrently(pool, next))
    if (isOurs) applied.push(next.name)
  }
}

async function patiently<Result>(
  runtime: MigrationRuntime,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isLocked(error) || tries === TRIES) throw error
      runtime.log.warn('database.migration_waits', {
        tries,
        hint: 'Another session holds a table for long, such as a dump, a report, or a process that makes an index; see pg_stat_activity',
      })
      await runtime.clock.sleep(PAUSE_MS)
    }
  }
}

type Step = {
  readonly names: readonly string[]
  /** The one that comes now, and not in a transaction. */
  readonly next: Migration | undefined
}

async function migrateOnce(pool: Pool, log: Log, migrations: readonly Migration[]): Promise<Step> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    // An index on a grown table takes its time.
    await client.query('set local statement_timeout = 0')
    await client.query('select from schema_migration_lock for update')
    await client.query(`set local lock_timeout = ${LOCK_WITHIN_MS}`)
    const step = await applyMissing(client, log, migrations)
    await client.query('commit')
    return step
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
  log: Log,
  migrations: readonly Migration[],
): Promise<Step> {
  const { rows } = await client.query<Applied>('select name, additive from schema_migration')
  const newer = rows.filter(({ name }) => migrations.every((known) => known.name !== name))
  refuseForeign(newer)
  if (newer.length > 0) {
    log.warn('database.newer_schema', { migrations: newer.map(({ name }) => name) })
  }
  const applied = new Set(rows.map((row) => row.name))
  refuseLate(applied, migrations)

  const missing = migrations.filter((migration) => !applied.has(migration.name))
  const isNew = rows.length === 0
  const next = isNew ? undefined : missing.find(({ sql }) => isConcurrent(sql))
  const now = next === undefined ? missing : missing.slice(0, missing.indexOf(next))
  for (const migration of now) {
    try {
      await client.query(withoutConcurrency(migration.sql))
    } catch (cause) {
      throw failed(migration, 'failed and nothing was changed', cause)
    }
    await record(client, migration)
  }
  return { names: now.map(({ name }) => name), next }
}

/** Returns whether this process was the one that applied it. */
async function applyConcurrently(pool: Pool, migration: Migration): Promise<boolean> {
  try {
    await buildIndexes(pool, migration.sql, LOCK_WITHIN_MS)
  } catch (cause) {
    throw failed(migration, 'failed, and continues when Tael starts again', cause)
  }
  return record(pool, migration)
}

function failed({ name }: Migration, how: string, cause: unknown): unknown {
  if (isLocked(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new MigrationError(`Migration ${name} ${how}: ${reason}`, { cause })
}

async function record(
  connection: Pick<Pool, 'query'> | PoolClient,
  { name, sql }: Migration,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    'insert into schema_migration (name, additive) values ($1, $2) on conflict do nothing',
    [name, sql.startsWith(ADDITIVE)],
  )
  return rowCount === 1
}

/** The names of the migrations that a database lacks; all of them if it was never migrated. */
export async function missingMigrations(db: QueryExecutorProvider): Promise<readonly string[]> {
  const names = readMigrations().map(({ name }) => name)
  try {
    const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(db)
    const applied = new Set(rows.map(({ name }) => name))
    return names.filter((name) => !applied.has(name))
  } catch (error) {
    if (codeOf(error) === NO_TABLE) return names
    throw error
  }
}

type Applied = { readonly name: string; readonly additive: boolean }

function refuseForeign(newer: readonly Applied[]): void {
  const names = newer.filter(({ additive }) => !additive).map(({ name }) => name)
  if (names.length === 0) return
  throw new MigrationError(
    `The database was migrated by a newer version of Tael (${names.sort().join(', ')}), and this version does not know that schema. Start the newer version, or restore a backup from before the upgrade.`,
  )
}

function refuseLate(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const last = [...applied].sort().at(-1) ?? ''
  const late = migrations.find((migration) => !applied.has(migration.name) && migration.name < last)
  if (late !== undefined) {
    throw new MigrationError(
      `Migration ${late.name} comes before ${last}, which is applied already: give it the next number.`,
    )
  }
}

function isLocked(error: unknown): boolean {
  return LOCKED.includes(codeOf(error))
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

async function createHistory(pool: Pool): Promise<void> {
  const statements = [
    'create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())',
    'alter table schema_migration add column if not exists additive boolean not null default false',
    'create table if not exists schema_migration_lock (only_row boolean primary key default true check (only_row))',
    'insert into schema_migration_lock default values on conflict do nothing',
  ]
  for (const statement of statements) {
    try {
      await pool.query(statement)
    } catch (error) {
      const code = codeOf(error)
      if (typeof code !== 'string' || !ALREADY_THERE.has(code)) throw error
    }
  }
}
