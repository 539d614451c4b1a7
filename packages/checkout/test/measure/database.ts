import { once } from 'node:events'
/**
 * Measures the embedded database in a new directory, or the server whose address is given:
 * `node --conditions=@tael/source packages/checkout/test/measure/database.ts [postgres://…]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { silentLog } from '../../src/platform/log.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { startPart } from '../support/child-process.ts'

const TRANSACTIONS = 2_000
const ROUNDS = 5
const runtime = { clock: systemClock, random: Math.random, log: silentLog }

const [url] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'tael-measure-'))
const location = url === undefined ? { directory: join(folder, 'data') } : { url }
try {
  const first = await timed(async () => (await openDatabase(location, runtime)).close())
  const starts = await rounds(() =>
    timed(async () => (await openDatabase(location, runtime)).close()),
  )
  const database = await openDatabase(location, runtime)
  show('first start and close', [first], 'ms')
  show('later start and close', starts, 'ms')

  await sql`drop table if exists measured, measured_too`.execute(database.db)
  await sql`create table measured (n bigint primary key, status text)`.execute(database.db)
  await sql`create table measured_too (n bigint primary key)`.execute(database.db)
  await write(database, 1)
  show('transactions, one at a time', await rounds(() => write(database, 1)), '/s')
  show('sixteen simultaneous transactions', await rounds(() => write(database, 16)), '/s')
  show('reads by key, one at a time', await rounds(() => read(database)), '/s')
  show(
    'maintenance',
    await rounds(async () => {
      await write(database, 16)
      return timed(() => database.maintain())
    }),
    'ms',
  )
  await sql`drop table measured, measured_too`.execute(database.db)
  await database.close()
  if ('directory' in location) await showMemory(location.directory)
} finally {
  rmSync(folder, { recursive: true })
}

/** Transactions of two inserts and an update, per second. */
async function write(database: Database, atOnce: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(max(n), 0) as n from measured`.execute(
    database.db,
  )
  const start = rows[0]?.n ?? 0
  let next = start
  const writer = async () => {
    while (next < start + TRANSACTIONS) {
      const n = ++next
      await inTransaction(database, async (transaction) => {
        await sql`insert into measured values (${n}, 'created')`.execute(transaction)
        await sql`insert into measured_too values (${n})`.execute(transaction)
        await sql`update measured set status = 'done' where n = ${n}`.execute(transaction)
      })
    }
  }
  const ms = await timed(async () => {
    await Promise.all(Array.from({ length: atOnce }, writer))
  })
  return (TRANSACTIONS / ms) * 1000
}

async function read(database: Database): Promise<number> {
  const ms = await timed(async () => {
    for (let n = 1; n <= TRANSACTIONS; n++) {
      await sql`select status from measured where n = ${n}`.execute(database.db)
    }
  })
  return (TRANSACTIONS / ms) * 1000
}

/** Of a process that did nothing but open the database: this one has measured, which takes more. */
async function showMemory(directory: string): Promise<void> {
  const holder = startPart('hold', directory)
  const [line] = (await once(createInterface(holder.stdout), 'line')) as [string]
  holder.stdin.end()
  await once(holder, 'exit')
  say(`a process that opened it: ${line}`)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function rounds(measure: () => Promise<number>): Promise<readonly number[]> {
  const results: number[] = []
  for (let round = 0; round < ROUNDS; round++) results.push(await measure())
  return results.sort((one, other) => one - other)
}

/** The least, the middle and the greatest. */
function show(name: string, sorted: readonly number[], unit: string): void {
  const shown = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((value) =>
    Math.round(value ?? NaN),
  )
  say(`${name}: ${[...new Set(shown)].join(' / ')} ${unit}`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
