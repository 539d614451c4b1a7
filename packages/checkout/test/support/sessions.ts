import { statfsSync } from 'node:fs'
import { startPostgres } from '@tael/testing/postgres-server'
import { sql } from 'kysely'
import pg from 'pg'
import { COLUMN_TYPES } from '../../src/database/connections/column-types.ts'
import { openDatabase } from '../../src/database/database.ts'
import { silentLog } from '../../src/platform/log.ts'
import { systemClock } from '../../src/platform/system-clock.ts'

// A test looks into rows by name; that the name is there is what it tests.
// oxlint-disable-next-line typescript/no-explicit-any
export type Row = Readonly<Record<string, any>>

/** What a statement answers, as far as Kysely looks at it. */
export type StatementResult = {
  readonly command: string
  readonly rowCount: number | null
  readonly rows: readonly Row[]
}

type Execute = (sql: string, values?: readonly unknown[]) => Promise<StatementResult>

/** A statement that was sent, and either is answered or waits for somebody's lock. */
export type Sent = { readonly isWaiting: boolean; readonly answer: Promise<StatementResult> }

type Statement = {
  readonly sql: string
  readonly values?: readonly unknown[]
  /** BEGIN goes in front of it. */
  readonly isFirst?: boolean
}

/** One connection to the database, and the transaction that may be open on it. */
export type Session = {
  readonly pid: number
  /** Resolves when nothing moves any more: neither this statement nor one that it lets continue. */
  readonly send: (statement: Statement) => Promise<Sent>
  /** Ends what is under way on it, as a server does whose client is gone. */
  readonly abandon: () => Promise<void>
  /** Makes it free for the next user. */
  readonly letGo: () => void
}

/**
 * A real PostgreSQL, whose transactions overlap as those of many processes do. One statement moves
 * at a time, and one that waits for a lock is seen to wait: the same order always gives the same answers.
 * It is nobody else's: when a server clears away old rows, and so where new ones go, depends on
 * what is open in all its databases.
 */
export type Sessions = {
  readonly take: () => Promise<Session>
  /** Sessions that hold what others wait for. */
  readonly blockers: () => ReadonlySet<number>
  /** Beside all sessions: sees what is committed. */
  readonly execute: Execute
  /** How many were sent so far, by whomever. */
  readonly statements: () => number
  /** The server's own processes behind them all. */
  readonly pids: () => readonly number[]
  readonly close: () => Promise<void>
}

type Backend = {
  readonly client: pg.Client
  readonly pid: number
  underWay: UnderWay | undefined
}
type UnderWay = {
  /** In the order in which statements were sent. */
  readonly number: number
  readonly over: Promise<void>
  isVictim: boolean
}

/** Neither its timers nor how much was there when a statement was planned may decide anything. */
const SETTINGS = {
  deadlock_timeout: '1h',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  // It would be found worth its while for each plan that has to do without an index.
  jit: 'off',
  // What nobody looks at, and what a server does of its own accord.
  track_activities: 'off',
  track_counts: 'off',
  update_process_title: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_writer_delay: '10s',
  bgwriter_lru_maxpages: '0',
  checkpoint_timeout: '1d',
}
const MEMORY = '/dev/shm'
const ROOM_BYTES = 2 ** 30
/** How long a statement may be under way before we look whether it waits. */
const LOOK_AFTER_MS = 10

export async function openSessions(): Promise<Sessions> {
  const server = await startPostgres(SETTINGS, inMemory())
  const connect = connectionsTo(server.url, await prepareDatabase(server.url))
  let statements = 0
  const execute: typeof executeNamed = (...of) => {
    statements += 1
    return executeNamed(...of)
  }
  const monitor = inTurn(await openBackend(), execute)
  const backends: Backend[] = []
  const free: Backend[] = []
  let sent = 0
  let holders: ReadonlySet<number> = new Set()

  async function openBackend(): Promise<Backend> {
    const client = await connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return { client, pid: rows[0]?.pid ?? 0, underWay: undefined }
  }

  async function openAnother(): Promise<Backend> {
    const backend = await openBackend()
    backends.push(backend)
    return backend
  }

  async function send(
    backend: Backend,
    { sql, values = [], isFirst = false }: Statement,
  ): Promise<Sent> {
    const { client } = backend
    const { stream } = client.connection
    // In one write: that costs the server one turn, not two.
    stream.cork()
    // Should it fail, so does the statement behind it.
    if (isFirst) void execute(client, 'begin').catch(() => undefined)
    const answer = execute(client, sql, values).catch((error: unknown) => {
      throw underWay.isVictim ? deadlock(error) : error
    })
    stream.uncork()
    const over = (): void => void (backend.underWay = undefined)
    const underWay: UnderWay = { number: ++sent, over: answer.then(over, over), isVictim: false }
    backend.underWay = underWay
    // Where nobody else has a transaction open, nobody holds what it could wait for.
    const isAlone = free.length === backends.length - 1
    await (isAlone ? underWay.over : untilStill([underWay]))
    return { isWaiting: backend.underWay === underWay, answer }
  }

  /** Until each statement under way waits for a lock of a session that does not move. */
  async function untilStill(first: readonly UnderWay[]): Promise<void> {
    for (let moving = first; moving.length > 0; moving = await whoMoves()) await anyOf(moving)
  }

  async function whoMoves(): Promise<readonly UnderWay[]> {
    const open = backends.filter(({ underWay }) => underWay !== undefined)
    holders = new Set()
    if (open.length === 0) return []
    const { rows } = await monitor.execute(BLOCKERS, [open.map(({ pid }) => pid)])
    const blockers = new Map(rows.map((row) => [Number(row['pid']), row['blockers'] as number[]]))
    holders = new Set([...blockers.values()].flat())
    const [victim] = open
      .filter(({ pid }) => waitsForItself(pid, blockers))
      .toSorted((one, other) => numberOf(other) - numberOf(one))
    // PostgreSQL would choose by its timers, and another one each time.
    if (victim?.underWay) {
      victim.underWay.isVictim = true
      await cancel(victim)
    }
    return open.flatMap(({ pid, underWay }) => {
      const waits = (blockers.get(pid) ?? []).length > 0 && pid !== victim?.pid
      return underWay === undefined || waits ? [] : [underWay]
    })
  }

  const cancel = ({ pid }: Backend): Promise<unknown> =>
    monitor.execute('select pg_cancel_backend($1)', [pid])

  return {
    async take() {
      const backend = free.pop() ?? (await openAnother())
      return {
        pid: backend.pid,
        send: (statement) => send(backend, statement),
        async abandon() {
          const over = backend.underWay?.over
          if (over !== undefined) await cancel(backend)
          await over
          await send(backend, { sql: 'rollback' })
        },
        letGo: () => void free.push(backend),
      }
    },
    blockers: () => holders,
    execute: monitor.execute,
    statements: () => statements,
    pids: () => [monitor, ...backends].map(({ pid }) => pid),
    async close() {
      await Promise.all([monitor, ...backends].map(({ client }) => client.end()))
      await server.stop()
    },
  }
}

/** Where files cost next to nothing, if there is such a place with room: each seed makes all tables again. */
function inMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ROOM_BYTES ? MEMORY : undefined
  } catch {
    return undefined
  }
}

const BLOCKERS =
  'select pid, pg_blocking_pids(pid) as blockers from unnest($1::int[]) as each (pid)'

/** Makes the tables; returns where the server listens without the network, if it does. */
async function prepareDatabase(url: string): Promise<string> {
  const random = (): number => 0.5
  const database = await openDatabase({ url }, { clock: systemClock, random, log: silentLog })
  await database.migrate()
  const { rows } = await sql<{ place: string }>`
    select current_setting('unix_socket_directories') as place`.execute(database.db)
  await database.close()
  return rows[0]?.place ?? ''
}

/** Over a local socket where there is one: statements then cost half. */
function connectionsTo(url: string, socketDirectory: string): () => Promise<pg.Client> {
  const { port, username, pathname } = new URL(url)
  return async () => {
    const client = new pg.Client({
      ...(socketDirectory.startsWith('/')
        ? { host: socketDirectory, port: Number(port), user: username, database: pathname.slice(1) }
        : { connectionString: url }),
      types: COLUMN_TYPES,
      pipeline: true,
    })
    await client.connect()
    return client
  }
}

function inTurn(
  backend: Backend,
  execute: typeof executeNamed,
): Pick<Backend, 'client' | 'pid'> & { readonly execute: Execute } {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...backend,
    execute(statement, values) {
      const answer = last.then(() => execute(backend.client, statement, values))
      last = answer.catch(() => undefined)
      return answer
    },
  }
}

const names = new Map<string, string>()

/** Prepared once for each connection: a simulation sends the same few statements many thousand times. */
async function executeNamed(
  client: pg.Client,
  sql: string,
  values: readonly unknown[] = [],
): Promise<StatementResult> {
  const name = names.get(sql) ?? `s${names.size}`
  names.set(sql, name)
  return client.query({ name, text: sql, values: [...values] })
}

function numberOf({ underWay }: Backend): number {
  return underWay?.number ?? 0
}

function waitsForItself(
  pid: number,
  blockers: ReadonlyMap<number, readonly number[]>,
  seen: readonly number[] = [],
): boolean {
  return (blockers.get(pid) ?? []).some(
    (other) =>
      other === (seen[0] ?? pid) ||
      (!seen.includes(other) && waitsForItself(other, blockers, [seen[0] ?? pid, ...seen, pid])),
  )
}

async function anyOf(moving: readonly UnderWay[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), LOOK_AFTER_MS)
  await Promise.race([promise, ...moving.map(({ over }) => over)])
  clearTimeout(timer)
}

function deadlock(cause: unknown): Error {
  return Object.assign(new Error('deadlock detected', { cause }), { code: '40P01' })
}
