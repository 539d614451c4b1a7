import { cpuMsOf } from '@tael/testing/cpu-time'
import { waitUntil } from '@tael/testing/patience'
import type { BenchPostgres } from './bench-postgres.ts'

/** How often who works on a database is looked up: what a session spends after the last look is lost. */
const LOOK_EVERY_MS = 200

/** What PostgreSQL has done for one database between two moments. */
export type DatabaseUse = {
  /** Of the sessions on it; undefined where the system does not tell. */
  readonly cpuMs: number | undefined
  /** Round trips, and BEGINs among them; undefined where the server does not count them. */
  readonly statements: number | undefined
  readonly transactions: number | undefined
  /** Transactions that wrote, and bytes of the log: of the whole server. */
  readonly writingTransactions: number
  readonly walBytes: number
}

type Counters = {
  readonly statements: number | null
  readonly transactions: number | null
  readonly written: number
  readonly wal: number
}

const COUNTERS = `select
  pg_snapshot_xmax(pg_current_snapshot())::text::float8 as written,
  pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as wal`
const STATEMENTS = `select
  coalesce(sum(calls), 0)::float8 as statements,
  coalesce(sum(calls) filter (where query ~* '^\\s*(begin|start transaction)'), 0)::float8 as transactions
  from pg_stat_statements join pg_database on dbid = pg_database.oid where datname = $1`
const SESSIONS = `select pid from pg_stat_activity where datname = $1`

/** Runs the work, and tells what it has cost the database. */
export async function useOf(
  postgres: BenchPostgres,
  database: string,
  work: () => Promise<void>,
): Promise<DatabaseUse> {
  const spent = new Map<number, { before: number; last: number }>()

  async function look(isFirst: boolean): Promise<void> {
    for (const { pid } of await postgres.query<{ pid: number }>(SESSIONS, [database])) {
      const ms = cpuMsOf(pid)
      if (ms === undefined) continue
      const seen = spent.get(pid)
      if (seen === undefined) spent.set(pid, { before: isFirst ? ms : 0, last: ms })
      else seen.last = ms
    }
  }

  await look(true)
  const before = await countersOf(postgres, database)
  const timer = setInterval(() => void look(false), LOOK_EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  const after = await countersOf(postgres, database)
  await look(false)
  const sessions = [...spent.values()]
  const isTold = cpuMsOf(process.pid) !== undefined
  return {
    cpuMs: isTold ? sessions.reduce((sum, { before, last }) => sum + last - before, 0) : undefined,
    statements: difference(after.statements, before.statements),
    transactions: difference(after.transactions, before.transactions),
    writingTransactions: after.written - before.written,
    walBytes: after.wal - before.wal,
  }
}

async function countersOf(postgres: BenchPostgres, database: string): Promise<Counters> {
  const [counters] = await postgres.query<Pick<Counters, 'written' | 'wal'>>(COUNTERS)
  if (counters === undefined) throw new Error('PostgreSQL counts nothing')
  const [calls] = postgres.countsStatements
    ? await postgres.query<Pick<Counters, 'statements' | 'transactions'>>(STATEMENTS, [database])
    : []
  return { statements: null, transactions: null, ...counters, ...calls }
}

function difference(after: number | null, before: number | null): number | undefined {
  return after === null || before === null ? undefined : after - before
}

/** What stands in a database's own statistics once nobody is connected to it any more. */
export type Rows = { readonly inserted: number; readonly updated: number; readonly commits: number }

/** Sessions report with delay, at the latest when they end: its server has to be gone before. */
export async function rowsOf(postgres: BenchPostgres, database: string): Promise<Rows> {
  const isLeft = async (): Promise<boolean> =>
    (await postgres.query(SESSIONS, [database])).length === 0
  await waitUntil(`everybody to leave ${database}`, isLeft)
  const [rows] = await postgres.query<Rows>(
    `select tup_inserted::float8 as inserted, tup_updated::float8 as updated, xact_commit::float8 as commits
     from pg_stat_database where datname = $1`,
    [database],
  )
  if (rows === undefined) throw new Error(`There is no database ${database}`)
  return rows
}
