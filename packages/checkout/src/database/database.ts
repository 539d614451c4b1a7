import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Pool } from 'pg'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { BackupHead } from './backup/backup.ts'
import { restoreInto, streamFrom } from './backup/move-rows.ts'
import type { AddedRow, Restored } from './backup/restore.ts'
import {
  CONNECTIONS,
  countConnections,
  createPatientPool,
  createPool,
  openConnections,
  type Connections,
} from './connections/connections.ts'
import { createPreparing } from './connections/prepare-statements.ts'
import { tlsHint } from './connections/tls-hint.ts'
import { type Embedded, openEmbedded } from './embedded/embedded.ts'
import { failureOf } from './failure.ts'
import type { Tables } from './schema.ts'
import { migrate, missingMigrations } from './upgrade/migrate.ts'

/** A PostgreSQL server, a directory for the embedded one, or memory that ends with the process. */
export type DatabaseLocation =
  | {
      readonly url: string
      /** The most connections that this process opens; default 10. A migration takes one more. */
      readonly connections?: number
    }
  | { readonly directory: string }
  | { readonly memory: true }

/** An event of a timeline, as it was written. */
export type CommittedEvent = {
  readonly type: string
  readonly createdAt: Date
  readonly data: Readonly<Record<string, unknown>>
}

/** What the database needs from outside. */
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
   * All rows as they are at one instant, a line each; backup.ts has the format. The embedded engine does
   * nothing else meanwhile.
   */
  backup(): AsyncGenerator<string, void, undefined>
  /**
   * Writes a backup's lines into this database, which must be empty and may lack all tables, then migrates it.
   * All of it or nothing, and what `add` says beside it; throws a RestoreError.
   */
  restore(lines: AsyncIterable<string>, add?: (restored: Restored) => AddedRow): Promise<BackupHead>
  /** The names of the migrations of this version that the database lacks. Rejects if it does not answer. */
  missingMigrations(): Promise<readonly string[]>
  /**
   * What an embedded database does not do alone: checkpoint, vacuum, new statistics. Call it every
   * minute; it does nothing on a server, nor if nothing was written.
   */
  maintain(): Promise<void>
  /** Resolves if the database answers and accepts writes; rejects if it does not. */
  ping(): Promise<void>
  /** How many connections this process has, by what they do; `waiting` are requests that want one. */
  connections(): { readonly used: number; readonly idle: number; readonly waiting: number }
  /** Hears each event once its transaction has committed; of this process alone. */
  readonly onEvent?: (event: CommittedEvent) => void
  /** Waits for the queries under way, then closes everything. A second call does nothing. */
  close(): Promise<void>
}

/** How long a query may wait for the one connection of the embedded engine, which works meanwhile. */
const TURN_WITHIN_MS = 30_000

/** Opens the database; see `docs/database.md` for what each location promises. Does not migrate. */
export async function openDatabase(
  location: DatabaseLocation,
  runtime: DatabaseRuntime,
): Promise<Database> {
  return 'url' in location
    ? openServer(location, runtime)
    : overEmbedded(await openEmbedded(location), runtime)
}

/** Gives an embedded engine the interface of `Database`. */
export function overEmbedded(embedded: Embedded, runtime: DatabaseRuntime): Database {
  const pool = createPool(
    {
      ...embedded.poolConfig,
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: TURN_WITHIN_MS,
    },
    runtime.log,
  )
  pool.on('connect', createPreparing())
  const connections: Connections = {
    connect: () => pool.connect(),
    renew: () => undefined,
    end: () => pool.end(),
    count: () => countConnections(pool),
    options: pool.options,
  }
  return overConnections(connections, runtime, {
    engine: 'pglite',
    openPatient: () => ({ pool, end: () => Promise.resolve() }),
    maintain: () => embedded.maintain(pool),
    close: () => embedded.close(),
  })
}

async function openServer(
  { url, connections = CONNECTIONS }: Extract<DatabaseLocation, { url: string }>,
  runtime: DatabaseRuntime,
): Promise<Database> {
  const pool = openConnections({ url, connections }, runtime)
  const database = overConnections(pool, runtime, {
    engine: 'postgres',
    openPatient() {
      const patient = createPatientPool(url, runtime.log)
      return { pool: patient, end: () => patient.end() }
    },
    maintain: () => Promise.resolve(),
    close: () => Promise.resolve(),
  })
  try {
    await database.ping()
  } catch (cause) {
    await database.close()
    const reason = reasonOf(cause)
    throw new Error(
      `The database does not answer (${reason}): check DATABASE_URL.${tlsHint(reason)}`,
      { cause },
    )
  }
  return database
}

type Place = Pick<Database, 'engine' | 'maintain' | 'close'> & {
  /** For work that takes its time and is silent meanwhile, such as an index on a grown table. */
  readonly openPatient: () => { readonly pool: Pool; readonly end: () => Promise<void> }
}

function overConnections(
  connections: Connections,
  runtime: DatabaseRuntime,
  { openPatient, ...place }: Place,
): Database {
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: connections }),
    log(event) {
      // The address may lead to another server by now; the connections lead to the old one.
      const isReplica = event.level === 'error' && failureOf(event.error) === 'read-only'
      if (isReplica) connections.renew()
    },
  })
  let closing: Promise<void> | undefined

  async function patiently<Result>(work: (pool: Pool) => Promise<Result>): Promise<Result> {
    const { pool, end } = openPatient()
    try {
      return await work(pool)
    } finally {
      await end()
    }
  }

  const close = async (): Promise<void> => {
    await connections.end()
    await place.close()
  }
  return {
    ...runtime,
    ...place,
    db,
    async ping() {
      const { rows } = await sql<{ mode: string }>`
        select current_setting('transaction_read_only') as mode`.execute(db)
      if (rows[0]?.mode === 'off') return
      connections.renew()
      throw new Error('The database can only be read: this server is a replica')
    },
    migrate: () => patiently((pool) => migrate(pool, runtime)),
    async *backup() {
      const { pool, end } = openPatient()
      try {
        yield* streamFrom(pool)
      } finally {
        await end()
      }
    },
    restore: (lines, add) =>
      patiently((pool) => restoreInto(pool, runtime, { lines, engine: place.engine, add })),
    missingMigrations: () => missingMigrations(db),
    connections: () => connections.count(),
    close: () => (closing ??= close()),
  }
}

/** An address with several hosts fails with several errors and no message of its own. */
function reasonOf(error: unknown): string {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  return errors.map((one) => (one instanceof Error ? one.message : String(one))).join('; ')
}
