import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { type Pool, type PoolConfig } from 'pg'
import { openDurable } from './durable.ts'

/** PostgreSQL inside this process, reached as if it were a server. */
export interface Embedded {
  /** For a pool of one connection: the engine has no more. */
  readonly poolConfig: PoolConfig
  /** Runs through the pool, so that it cannot fall into somebody's transaction. */
  maintain(pool: Pool): Promise<void>
  /** A copy of the whole database, for `openEmbedded({ memory: true }, copy)`. */
  dump(): Promise<Blob>
  close(): Promise<void>
}

/** Starts the engine on a directory, durably, or in memory, empty or from a copy. */
export async function openEmbedded(
  location: { readonly directory: string } | { readonly memory: true },
  copy?: Blob,
): Promise<Embedded> {
  if ('directory' in location) {
    const { engine, release } = await openDurable(location.directory)
    return overEngine(engine, release)
  }
  return overEngine(
    await PGlite.create(copy === undefined ? {} : { loadDataDir: copy }),
    () => undefined,
  )
}

function overEngine(engine: PGlite, release: () => void): Embedded {
  let maintainedAt = ''
  return {
    poolConfig: createPgConfig(engine),
    async maintain(pool) {
      if ((await writtenUpTo(pool)) === maintainedAt) return
      await pool.query('vacuum (analyze)')
      await pool.query('checkpoint')
      maintainedAt = await writtenUpTo(pool)
    },
    dump: () => engine.dumpDataDir('none'),
    async close() {
      await engine.close()
      release()
    },
  }
}

/** The end of the write-ahead log: it moves when something was written. */
async function writtenUpTo(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ lsn: string }>(
    'select pg_current_wal_insert_lsn()::text as lsn',
  )
  return rows[0]?.lsn ?? ''
}
