import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pgbouncerPath, startPgbouncer } from '@tael/testing/pgbouncer'
import { sql } from 'kysely'
import { createServerDatabase } from '../../test/support/database.ts'
import { silentLog } from '../platform/log.ts'
import { systemClock } from '../platform/system-clock.ts'
import { type Database, openDatabase } from './database.ts'
import { inTransaction } from './transaction.ts'

const PROCESSES = 3
/** Of each process at once: more than the pooler has sessions, and few enough that none waits for long. */
const AT_ONCE = 2
const TRANSACTIONS = 200

test(
  'several processes share the sessions of a PgBouncer in transaction mode, and lose nothing',
  { skip: pgbouncerPath === undefined && 'there is no PgBouncer here: apt-get install pgbouncer' },
  async (t) => {
    const undo: (() => Promise<void>)[] = []
    t.after(async () => {
      for (const each of undo.toReversed()) await each()
    })
    const { url, drop } = await createServerDatabase()
    undo.push(drop)
    const pooler = await startPgbouncer(pgbouncerPath ?? '', { database: url, sessions: 2 })
    undo.push(() => pooler.close())
    const open = async (address: string): Promise<Database> => {
      const runtime = { clock: systemClock, random: Math.random, log: silentLog }
      const database = await openDatabase({ url: address }, runtime)
      undo.push(() => database.close())
      return database
    }
    const direct = await open(url)
    await sql`create table thing (id integer primary key, times integer)`.execute(direct.db)
    let next = 0
    const work = async (database: Database): Promise<void> => {
      while (next < TRANSACTIONS) {
        const id = next++
        await inTransaction(database, async (trx) => {
          await sql`insert into thing values (${id}, ${0})`.execute(trx)
          await sql`update thing set times = times + ${1} where id = ${id}`.execute(trx)
        })
      }
    }
    const processes = await Promise.all(Array.from({ length: PROCESSES }, () => open(pooler.url)))
    await Promise.all(
      processes.flatMap((each) => Array.from({ length: AT_ONCE }, () => work(each))),
    )
    const { rows } =
      await sql`select count(*)::int as count, min(times) as least from thing`.execute(direct.db)
    assert.deepEqual(rows, [{ count: TRANSACTIONS, least: 1 }])
  },
)
