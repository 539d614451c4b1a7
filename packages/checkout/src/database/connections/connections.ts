import { Socket } from 'node:net'
import type { PostgresPool } from 'kysely'
import { Pool, type PoolClient, type PoolConfig } from 'pg'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { COLUMN_TYPES } from './column-types.ts'
import { createPreparing } from './prepare-statements.ts'

/** Connections with a time limit on every wait. */
export interface Connections extends PostgresPool {
  /** Trusts none of the connections that are open now: closes each when it comes back. */
  readonly renew: () => void
  readonly count: () => ReturnType<typeof countConnections>
}

/** For one process, by default. */
export const CONNECTIONS = 10
const CONNECT_WITHIN_MS = 10_000
const STATEMENT_WITHIN_MS = 8_000
/** The server has ended the statement by then. A request that waits for a connection still gets one after it. */
const SILENCE_MS = 9_000
/** The pool closes what it has not needed for so long, before its silence could pass for a failure. */
const IDLE_MS = 6_000
/** A connection that was used this recently is alive. */
const FRESH_MS = 1_000
const CHECK_WITHIN_MS = 2_000

const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

export function createPool(config: PoolConfig, log: Log): Pool {
  const pool = new Pool({ ...config, types: COLUMN_TYPES })
  // Without listeners, a server that restarts would end this process. The query on the connection
  // gets the error; the pool opens another connection.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn('database.connection_lost', { error })),
  )
  // The connection has already reported it.
  pool.on('error', () => undefined)
  return pool
}

/** For a single long piece of work, without a limit on its statements. */
export function createPatientPool(url: string, log: Log): Pool {
  return createPool(
    { ...KEEP_ALIVE, ...addressed(url), max: 1, connectionTimeoutMillis: CONNECT_WITHIN_MS },
    log,
  )
}

/** Connections to a server, each given up when it falls silent, and checked after it was idle. */
export function openConnections(
  { url, connections }: { readonly url: string; readonly connections: number },
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Connections {
  let generation = 0
  const bornIn = new WeakMap<PoolClient, number>()
  const idleSince = new WeakMap<PoolClient, number>()
  const renew = (): void => void (generation += 1)

  const pool = createPool(
    {
      ...KEEP_ALIVE,
      ...addressed(url),
      max: connections,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      idleTimeoutMillis: IDLE_MS,
      statement_timeout: STATEMENT_WITHIN_MS,
      // A transaction that waits for us holds its locks against all others.
      idle_in_transaction_session_timeout: STATEMENT_WITHIN_MS,
      stream: () => openSocket(renew),
    },
    log,
  )
  pool.on('connect', (client) => bornIn.set(client, generation))
  pool.on('connect', createPreparing())
  pool.on('release', (_, client) => idleSince.set(client, clock.now().getTime()))

  const isFresh = (client: PoolClient): boolean =>
    clock.now().getTime() - (idleSince.get(client) ?? Infinity) < FRESH_MS

  return {
    async connect() {
      for (;;) {
        const client = await pool.connect()
        if (bornIn.get(client) === generation) {
          if (!idleSince.has(client) || isFresh(client) || (await answers(client))) return client
          // Whatever broke this one has broken the others as well.
          renew()
        }
        client.release(true)
      }
    },
    renew,
    end: () => pool.end(),
    count: () => countConnections(pool),
    options: pool.options,
  }
}

export function countConnections({ totalCount, idleCount, waitingCount }: Pool): {
  readonly used: number
  readonly idle: number
  readonly waiting: number
} {
  return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
}

function addressed(url: string): PoolConfig {
  return { connectionString: url, application_name: 'tael' }
}

async function answers(client: PoolClient): Promise<boolean> {
  const question = { text: 'select 1', query_timeout: CHECK_WITHIN_MS }
  return client.query(question).then(
    () => true,
    () => false,
  )
}

/** A socket that is cut when it falls silent, whatever we wait for: a statement, or COMMIT. */
function openSocket(onSilence: () => void): Socket {
  const socket = new Socket()
  let traffic = -1
  socket.setTimeout(SILENCE_MS / 2)
  // Twice: data that arrived while this process was held up is read in between.
  socket.on('timeout', () => {
    if (socket.bytesRead + socket.bytesWritten === traffic) {
      onSilence()
      socket.destroy(new DatabaseSilentError())
      return
    }
    traffic = socket.bytesRead + socket.bytesWritten
    socket.setTimeout(SILENCE_MS / 2)
  })
  return socket
}

class DatabaseSilentError extends Error {
  override readonly name = 'DatabaseSilentError'
  readonly code = 'ETIMEDOUT'

  constructor() {
    super(
      `The database said nothing for ${SILENCE_MS / 1000} s, and the connection was cut: is its server gone, or a pooler in front of it stuck?`,
    )
  }
}
