import type { StatementPool } from '../../packages/checkout/test/support/over-statements.ts'
import type {
  Row,
  Sent,
  Session,
  Sessions,
  StatementResult,
} from '../../packages/checkout/test/support/sessions.ts'
import type { Faults } from './faults.ts'
import { rememberReads, tablesOf } from './remember-reads.ts'
import type { Owner, Schedule } from './schedule.ts'

/** The one database of all processes; every statement is a step of the schedule. */
export type GatedDatabase = {
  readonly over: (process: Process) => StatementPool
  /** Ends the transactions of a process that has died. */
  readonly abandon: (owner: Owner) => void
  /** Reads past all gates what is committed. */
  readonly look: (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>
}

type Statement = { readonly sql: string; readonly values: readonly unknown[] }
type Process = { readonly owner: Owner; readonly kill: () => void }
type Client = {
  readonly owner: Owner
  /** From a statement until its transaction is over. */
  session: Session | undefined
  /** BEGIN has been asked for, and goes with the first statement: alone it changes nothing for anybody. */
  isToBegin: boolean
  isWaiting: boolean
  isOpen: boolean
  isAborted: boolean
  isBroken: boolean
  /** The tables that it has written, and nobody sees that yet. */
  written: readonly string[]
}

/** No fault of ours: two transactions that wait for each other are the product's own doing. */
export const DEADLOCK = 'database: deadlock'

const BEGUN: StatementResult = { command: 'BEGIN', rowCount: null, rows: [] }
const LOCKS = /^\s*(?:insert|update|delete|with)\b|\bfor (?:no key )?update\b/i

/** As long as a pool waits before it cuts a connection. */
const SILENCE_MS = 9_000

/** What every fault of ours says, so that a log line shows where its error comes from. */
export const INJECTED = 'simulated'

export function createGatedDatabase(deps: {
  readonly sessions: Sessions
  readonly schedule: Schedule
  readonly faults: Faults
}): GatedDatabase {
  const { sessions, schedule, faults } = deps
  const clients = new Set<Client>()
  const reads = rememberReads()
  let waits = 0
  let rolledBack = Promise.resolve()

  function letGo(client: Client): void {
    client.session?.letGo()
    client.session = undefined
    clients.delete(client)
  }

  /** Only one statement waits for a lock at a time: among several, PostgreSQL chooses by chance. */
  function mayGo({ session }: Client, sql: string): boolean {
    const blockers = sessions.blockers()
    const holds = session !== undefined && blockers.has(session.pid)
    return blockers.size === 0 || holds || !LOCKS.test(sql)
  }

  /** One after the other: several may fall silent together, and PostgreSQL answers in any order. */
  function rollBack(client: Client): Promise<void> {
    rolledBack = rolledBack.then(async () => {
      if (client.session !== undefined) await schedule.during(client.session.abandon())
      client.isOpen = false
      letGo(client)
    })
    return rolledBack
  }

  async function lose(client: Client): Promise<never> {
    client.isBroken = true
    await rollBack(client)
    throw failure('ECONNRESET', 'Connection terminated unexpectedly')
  }

  /** Meanwhile the server knows nothing of it, and keeps the locks of its transaction. */
  async function fallSilent(client: Client): Promise<never> {
    await schedule.sleep(client.owner, SILENCE_MS)
    client.isBroken = true
    await rollBack(client)
    throw failure('ETIMEDOUT', 'The database said nothing')
  }

  async function send(client: Client, sql: string, values: readonly unknown[]): Promise<Sent> {
    const session = (client.session ??= await sessions.take())
    const isFirst = client.isToBegin
    client.isToBegin = false
    return session.send({ sql, values, isFirst })
  }

  async function execute(
    client: Client,
    sql: string,
    values: readonly unknown[],
  ): Promise<StatementResult> {
    const known = client.isOpen ? undefined : reads.recall(sql, values)
    if (known !== undefined) return known
    clients.add(client)
    const { isWaiting, answer } = await schedule.during(send(client, sql, values))
    const noted = answer.then((result) => note(client, { sql, values }, result))
    if (!isWaiting) return noted
    client.isWaiting = true
    const turn = ++waits
    faults.count('database: waits for a lock')
    await noted.catch((error: unknown) => {
      if (isDeadlock(error)) faults.count(DEADLOCK)
    })
    client.isWaiting = false
    // Several may continue together; the seed decides in which order they learn of it.
    await schedule.pass(client.owner, `${nameOf(sql)}, after waiting (${turn})`)
    return noted
  }

  /** Immediately: others see what it has changed before its own process does. */
  function note(
    client: Client,
    { sql, values }: Statement,
    result: StatementResult,
  ): StatementResult {
    if (result.rowCount !== 0) client.written = [...client.written, ...tablesOf(sql).written]
    if (client.isOpen) return result
    reads.forget(client.written)
    client.written = []
    reads.keep(sql, values, result)
    return result
  }

  async function query(
    process: Process,
    client: Client,
    statement: Statement,
  ): Promise<StatementResult> {
    const { sql, values } = statement
    if (/^begin/i.test(sql)) {
      Object.assign(client, { isOpen: true, isToBegin: true })
      return BEGUN
    }
    const never = new Promise<never>(() => undefined)
    await schedule.pass(client.owner, nameOf(sql), () => mayGo(client, sql))
    if (client.isBroken) throw failure('ECONNRESET', 'Connection terminated')
    const fault = faults.statement({
      isOpen: client.isOpen,
      isWrite: /^(insert|update|with)\b/i.test(sql.trim()),
      now: schedule.now(),
    })
    if (fault === 'database-gone') {
      if (client.isOpen) return lose(client)
      throw failure('ECONNREFUSED', 'connect ECONNREFUSED')
    }
    if (fault === 'crash-before') {
      process.kill()
      return never
    }
    if (fault === 'connection-lost-before') return lose(client)
    if (fault === 'silent-before') return fallSilent(client)
    if (fault === 'overdue' && !/^(commit|rollback)/i.test(sql)) {
      client.isAborted = client.isOpen
      throw failure('57014', 'canceling statement due to statement timeout')
    }
    if (fault === 'conflict' && !/^rollback/i.test(sql)) {
      if (/^commit/i.test(sql)) await rollBack(client)
      else client.isAborted = true
      throw failure('40001', 'could not serialize access')
    }
    if (client.isAborted && !/^(commit|rollback)/i.test(sql)) {
      throw failure('25P02', 'current transaction is aborted')
    }
    const asked = client.isAborted ? 'rollback' : sql
    if (/^(commit|rollback)/i.test(sql)) Object.assign(client, { isOpen: false, isAborted: false })
    try {
      const result = await execute(client, asked, values)
      if (fault === 'crash-after') {
        process.kill()
        return await never
      }
      if (fault === 'connection-lost-after') return await lose(client)
      if (fault === 'silent-after') return await fallSilent(client)
      return result
    } finally {
      if (!client.isOpen) letGo(client)
    }
  }

  return {
    over: (process) => ({
      connect() {
        const client: Client = {
          owner: process.owner,
          session: undefined,
          isToBegin: false,
          isWaiting: false,
          isOpen: false,
          isAborted: false,
          isBroken: false,
          written: [],
        }
        return Promise.resolve({
          query: (sql, values) => query(process, client, { sql, values }),
          release: () => undefined,
        })
      },
    }),
    abandon(owner) {
      const own = [...clients].filter((client) => client.owner === owner)
      // The one that waits ends first: the end of another of the same process must not let it in.
      const inOrder = [
        ...own.filter(({ isWaiting }) => isWaiting),
        ...own.filter(({ isWaiting }) => !isWaiting),
      ]
      void schedule.during(
        (async () => {
          for (const client of inOrder) await rollBack(client)
        })(),
      )
    },
    async look(sql, values = []) {
      const known = reads.recall(sql, values)
      const result = known ?? (await schedule.during(sessions.execute(sql, values)))
      reads.keep(sql, values, result)
      return result.rows
    },
  }
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(`${message} (${INJECTED})`), { code })
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01'
}

const names = new Map<string, string>()

function nameOf(sql: string): string {
  const name = names.get(sql) ?? findName(sql)
  names.set(sql, name)
  return name
}

/** The verb and the table, for the trace. */
function findName(sql: string): string {
  const words = sql.trim().split(/\s+/)
  const table = /\b(?:from|into|update)\s+"?(\w+)"?/i.exec(sql)?.[1]
  return `${words[0] ?? ''}${table === undefined ? '' : ` ${table}`}`
}
