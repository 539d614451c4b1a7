import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolConfig } from 'pg'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { COLUMN_TYPES } from './column-types.ts'
import { type Embedded, openEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
// Erased altogether: the tables' types name the slices, and the ground must not load what stands on it.
import type { Tables } from './schema.ts'

/** A PostgreSQL server, a directory for the embedded one, or memory that ends with the process. */
export type DatabaseLocation =
  | { readonly url: string }
  | { readonly directory: string }
  | { readonly memory: true }

/** What the database takes from outside. */
export type DatabaseRuntime = {
  readonly clock: Clock
  /** From 0 up to 1, as `Math.random`: spreads retries. */
  readonly random: () => number
  readonly log: Log
}

export interface Database extends DatabaseRuntime {
  readonly db: Kysely<Tables>
  readonly engine: 'pglite' | 'postgres'
  /** Brings the schema forward and returns the names of the migrations applied. */
  migrate(): Promise<readonly string[]>
  /**
   * What an embedded database does not do by itself: checkpoint, vacuum, new statistics. Call it
   * every minute; nothing happens on a server, nor when nothing was written.
   */
  maintain(): Promise<void>
  /** Resolves when the database answers; rejects when it does not. */
  ping(): Promise<void>
  /** Waits for the queries under way, then lets go of everything. A second call does nothing. */
  close(): Promise<void>
}

const CONNECTIONS = 10
/** Also how long a query may wait for the one connection of the embedded engine. */
const CONNECT_TIMEOUT_MS = 10_000
const STATEMENT_TIMEOUT_MS = 15_000

/** Opens the database; see `docs/database.md` for what each location promises. Does not migrate. */
export async function openDatabase(
  location: DatabaseLocation,
  runtime: DatabaseRuntime,
): Promise<Database> {
  return 'url' in location
    ? openServer(location.url, runtime)
    : overEmbedded(await openEmbedded(location), runtime)
}

/** Puts the one face of `Database` on an embedded engine. */
export function overEmbedded(embedded: Embedded, runtime: DatabaseRuntime): Database {
  const pool = createPool({ ...embedded.poolConfig, max: 1, idleTimeoutMillis: 0 }, runtime.log)
  return overPool(pool, runtime, embedded)
}

async function openServer(url: string, runtime: DatabaseRuntime): Promise<Database> {
  const pool = createPool(
    {
      connectionString: url,
      max: CONNECTIONS,
      application_name: 'tael',
      keepAlive: true,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // A transaction that waits for us holds its locks against everybody else.
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    },
    runtime.log,
  )
  const database = overPool(pool, runtime)
  try {
    await database.ping()
  } catch (cause) {
    await database.close()
    throw new Error(`The database does not answer (${reasonOf(cause)}): check DATABASE_URL.`, {
      cause,
    })
  }
  return database
}

function createPool(config: PoolConfig, log: Log): Pool {
  const pool = new Pool({
    ...config,
    types: COLUMN_TYPES,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  })
  // Without listeners, a server that restarts would end this process. Whoever was using the
  // connection gets the error from his query; the pool opens another.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn('database.connection_lost', { error })),
  )
  // The connection has said it already.
  pool.on('error', () => undefined)
  return pool
}

function overPool(pool: Pool, runtime: DatabaseRuntime, embedded?: Embedded): Database {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  let closing: Promise<void> | undefined

  const close = async (): Promise<void> => {
    await pool.end()
    await embedded?.close()
  }
  return {
    ...runtime,
    db,
    engine: embedded === undefined ? 'postgres' : 'pglite',
    migrate: () => migrate(pool),
    maintain: async () => embedded?.maintain(pool),
    ping: async () => {
      await pool.query('select 1')
    },
    close: () => (closing ??= close()),
  }
}

/** An address with several hosts fails with several errors and no message of its own. */
function reasonOf(error: unknown): string {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  return errors.map((one) => (one instanceof Error ? one.message : String(one))).join('; ')
}
