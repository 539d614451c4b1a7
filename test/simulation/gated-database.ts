import type { Faults } from './faults.ts'
import type { Owner, Schedule } from './schedule.ts'
import type {
  OneConnection,
  StatementPool,
  StatementResult,
} from '../../packages/checkout/src/testing/one-connection.ts'

/** The one database of all processes; every statement is a step of the schedule. */
export type GatedDatabase = {
  readonly over: (process: Process) => StatementPool
  /** Ends the transaction of a process that has died. */
  readonly abandon: (owner: Owner) => void
  /** Reads past all gates, what is not committed included. */
  readonly look: (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>
}

// A test looks into rows by name; that the name is there is what it tests.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Row = Readonly<Record<string, any>>

type Process = { readonly owner: Owner; readonly kill: () => void }
type Client = {
  readonly owner: Owner
  isOpen: boolean
  isAborted: boolean
  isBroken: boolean
}

/** What every fault of ours says, so that a log line shows where its error comes from. */
export const INJECTED = 'simulated'

export function createGatedDatabase(deps: {
  readonly connection: OneConnection
  readonly schedule: Schedule
  readonly faults: Faults
}): GatedDatabase {
  const { connection, schedule, faults } = deps
  /** Whose transaction is open: the engine has one connection, so everybody else waits. */
  let holder: Client | undefined

  const execute = (sql: string, values: readonly unknown[] = []): Promise<StatementResult> =>
    schedule.during(connection.execute(sql, values))

  async function rollBack(client: Client): Promise<void> {
    if (client.isOpen) await execute('rollback')
    client.isOpen = false
    if (holder === client) holder = undefined
  }

  async function lose(client: Client): Promise<never> {
    client.isBroken = true
    await rollBack(client)
    throw failure('ECONNRESET', 'Connection terminated unexpectedly')
  }

  async function query(
    process: Process,
    client: Client,
    statement: { readonly sql: string; readonly values: readonly unknown[] },
  ): Promise<StatementResult> {
    const { sql, values } = statement
    const never = new Promise<never>(() => undefined)
    await schedule.pass(client.owner, nameOf(sql), () => holder === undefined || holder === client)
    if (client.isBroken) throw failure('ECONNRESET', 'Connection terminated')
    const fault = faults.statement({
      isOpen: client.isOpen,
      isWrite: /^(insert|update)/i.test(sql.trim()),
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
    if (fault === 'conflict' && !/^rollback/i.test(sql)) {
      if (/^commit/i.test(sql)) await rollBack(client)
      else client.isAborted = true
      throw failure('40001', 'could not serialize access')
    }
    if (client.isAborted && !/^(commit|rollback)/i.test(sql)) {
      throw failure('25P02', 'current transaction is aborted')
    }
    holder = client
    const asked = client.isAborted ? 'rollback' : sql
    if (/^begin/i.test(sql)) client.isOpen = true
    if (/^(commit|rollback)/i.test(sql)) Object.assign(client, { isOpen: false, isAborted: false })
    try {
      const result = await execute(asked, values)
      if (fault === 'crash-after') {
        process.kill()
        return await never
      }
      if (fault === 'connection-lost-after') return await lose(client)
      return result
    } finally {
      if (!client.isOpen && holder === client) holder = undefined
    }
  }

  return {
    over: (process) => ({
      connect() {
        const client = {
          owner: process.owner,
          isOpen: false,
          isAborted: false,
          isBroken: false,
        }
        return Promise.resolve({
          query: (sql, values) => query(process, client, { sql, values }),
          release: () => undefined,
        })
      },
    }),
    abandon(owner) {
      if (holder?.owner !== owner) return
      void rollBack(holder)
    },
    async look(sql, values) {
      return (await execute(sql, values)).rows as readonly Row[]
    },
  }
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(`${message} (${INJECTED})`), { code })
}

/** The verb and the table, for the trace. */
function nameOf(sql: string): string {
  const words = sql.trim().split(/\s+/)
  const table = /\b(?:from|into|update)\s+"?(\w+)"?/i.exec(sql)?.[1]
  return `${words[0] ?? ''}${table === undefined ? '' : ` ${table}`}`
}
