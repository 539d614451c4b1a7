import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import type { PoolConfig } from 'pg'
import { createPool } from '../connections/connections.ts'
import { migrate, readMigrations, type MigrationRuntime } from '../upgrade/migrate.ts'

/** The same place for the source and the published package: both lie two folders below the package. */
const FOLDER = fileURLToPath(new URL('../../../prepared/', import.meta.url))

/**
 * A migrated database to start from: creating one takes several seconds of computing. Undefined if this version
 * has left no whole copy; then the engine creates a database from scratch, without any table.
 */
export function readPreparedCopy(folder: string = FOLDER): Blob | undefined {
  try {
    // Refuses a broken or shortened copy: the packed form ends with a checksum and its length.
    const copy = gunzipSync(readFileSync(join(folder, fileName())))
    return new Blob([copy], { type: 'application/x-tar' })
  } catch {
    return undefined
  }
}

/** Makes the copy if there is no whole one, and removes those of other versions. */
export async function prepareCopy(
  runtime: MigrationRuntime,
  folder: string = FOLDER,
): Promise<void> {
  if (readPreparedCopy(folder) === undefined) await makeCopy(runtime, folder)
  const ours = fileName()
  for (const file of readdirSync(folder)) {
    if (file.startsWith('pglite-') && file !== ours) rmSync(join(folder, file))
  }
}

async function makeCopy(runtime: MigrationRuntime, folder: string): Promise<void> {
  const engine = await PGlite.create()
  const config: PoolConfig = createPgConfig(engine)
  const pool = createPool({ ...config, max: 1 }, runtime.log)
  await migrate(pool, runtime)
  // The engine works in one database and never makes another from these: they are half of all files.
  await pool.query('update pg_database set datistemplate = false')
  for (const name of ['template0', 'template1']) await pool.query(`drop database ${name}`)
  await pool.query('checkpoint')
  const copy = await engine.dumpDataDir('none')
  await pool.end()
  await engine.close()
  mkdirSync(folder, { recursive: true })
  const aside = join(folder, `aside-${process.pid}`)
  writeFileSync(aside, gzipSync(new Uint8Array(await copy.arrayBuffer()), { level: 9 }))
  renameSync(aside, join(folder, fileName()))
}

/** Named after the engine and the migrations that made it, so that no other version starts from it. */
function fileName(): string {
  const description = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))
  const { version } = JSON.parse(readFileSync(description, 'utf8')) as { readonly version: string }
  const schema = createHash('sha256').update(JSON.stringify(readMigrations())).digest('hex')
  return `pglite-${version}-${schema.slice(0, 12)}.tar.gz`
}
