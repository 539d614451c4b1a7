/**
 * Asks for a thousand simultaneous refunds of one payment, on PostgreSQL, from two processes' worth of
 * connections, round after round; then does the same to an implementation that reads, compares and
 * writes, as one would at first. Ends with 1 when refunds ever add up to more than was paid, or when
 * the naive one is not caught.
 *
 * `npm run refund-race -- [rounds]`
 */
import { sql, type RawBuilder } from 'kysely'
import type { Account } from '../../src/accounts/account.ts'
import { applyVerdict } from '../../src/attempts/apply-verdict.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { Db } from '../../src/database/schema.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { silentLog } from '../../src/platform/log.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { requestRefund } from '../../src/refunds/request-refund.ts'
import { openTestDeps, type TestDeps } from '../support/checkout.ts'
import { createServerDatabase } from '../support/database.ts'
import {
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../support/payments.ts'

const AT_ONCE = 1000
const PAID = 10_000
const rounds = Number(process.argv[2] ?? 10)

type Implementation = {
  readonly name: string
  readonly ask: (deps: TestDeps, attemptId: string, amount: number) => Promise<unknown>
  /** What the books say was promised. */
  readonly promised: (database: Database, attemptId: string) => Promise<number>
}

const ours: Implementation = {
  name: 'Tael',
  ask: (deps, attemptId, amount) =>
    inTransaction(deps.database, (trx) =>
      requestRefund(trx, deps, { attemptId, amount, evenIfInReview: false }),
    ),
  promised: ({ db }, attemptId) =>
    sumOf(db, sql`select sum(amount)::bigint as sum from refund where attempt_id = ${attemptId}`),
}

/** The naive implementation beside it: correct for one request at a time. */
const naive: Implementation = {
  name: 'naive',
  ask: ({ database }, attemptId, amount) =>
    inTransaction(database, async (trx) => {
      if ((await naive.promised({ ...database, db: trx }, attemptId)) + amount > PAID) return
      await sql`insert into naive_refund values (${attemptId}, ${amount})`.execute(trx)
    }),
  promised: ({ db }, attemptId) =>
    sumOf(
      db,
      sql`select sum(amount)::bigint as sum from naive_refund where attempt_id = ${attemptId}`,
    ),
}

async function sumOf(db: Db, query: RawBuilder<{ sum: number | null }>): Promise<number> {
  return (await query.execute(db)).rows[0]?.sum ?? 0
}

type Result = { readonly promised: number; readonly unanswered: number; readonly ms: number }

const server = await createServerDatabase()
const runtime = { clock: systemClock, random: Math.random, log: silentLog }
const databases: Database[] = []
try {
  for (let process = 0; process < 2; process++) {
    databases.push(await openDatabase({ url: server.url }, runtime))
  }
  const [first] = databases
  if (first === undefined) throw new Error('Two databases were opened')
  await first.migrate()
  await sql`create table naive_refund (attempt_id text, amount bigint)`.execute(first.db)
  const processes = databases.map((database) => openTestDeps(database, runtime))
  const isOursRight = show(ours.name, await race(processes, ours))
  const isNaiveRight = show(naive.name, await race(processes, naive))
  process.exitCode = isOursRight && !isNaiveRight ? 0 : 1
} finally {
  await Promise.all(databases.map((database) => database.close()))
  await server.drop()
}

async function race(
  processes: readonly TestDeps[],
  implementation: Implementation,
): Promise<readonly Result[]> {
  const [deps] = processes
  if (deps === undefined) return []
  const account = await openTestAccount(deps)
  const results: Result[] = []
  for (let round = 0; round < rounds; round++) {
    const attemptId = await pay(deps, account)
    const startedAt = performance.now()
    const amounts = Array.from({ length: AT_ONCE }, (_, index) => 1 + ((index * 7919) % 97))
    const answers = await Promise.allSettled(
      amounts.map((amount, index) =>
        implementation.ask(processes[index % processes.length] ?? deps, attemptId, amount),
      ),
    )
    results.push({
      promised: await implementation.promised(deps.database, attemptId),
      // A server with too many simultaneous requests says so; then nothing has happened.
      unanswered: answers.filter(({ status }) => status === 'rejected').length,
      ms: performance.now() - startedAt,
    })
  }
  return results
}

async function pay(deps: TestDeps, account: Account): Promise<string> {
  const payment = await openTestPayment(deps, account, { amount: PAID })
  const attempt = await recordTestAttempt(deps, payment)
  await applyVerdict(deps, attempt, paidVerdict(attempt, { amount: PAID }))
  return attempt.id
}

/** Prints a line of the table; true when no round refunded more than was paid. */
function show(name: string, results: readonly Result[]): boolean {
  const broken = results.filter(({ promised }) => promised > PAID).length
  const most = Math.max(...results.map(({ promised }) => promised))
  const ms = results.map((result) => result.ms).toSorted((one, other) => one - other)
  const cells = {
    '': name,
    rounds: results.length,
    'simultaneous refunds': AT_ONCE,
    paid: PAID,
    'most promised': most,
    'rounds over it': broken,
    unanswered: results.reduce((sum, { unanswered }) => sum + unanswered, 0),
    'middle round, ms': Math.round(ms[ms.length >> 1] ?? 0),
  }
  const widths = Object.keys(cells).map((head) => Math.max(head.length, 6))
  const line = (values: readonly unknown[]): string =>
    values.map((value, index) => String(value).padStart(widths[index] ?? 0)).join('  ')
  if (name === 'Tael') process.stdout.write(`${line(Object.keys(cells))}\n`)
  process.stdout.write(`${line(Object.values(cells))}\n`)
  return broken === 0
}
