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
const TRANSACTIONS = 200

test(
  'several processes share the sessions of a PgBouncer in transaction mode, and lose nothing',
  { skip: pgbouncerPath === undefined && 'there is no PgBouncer here: apt-get install pgbouncer' },
  async () => {
    const { url, drop } = await createServerDatabase()
    const pooler = await startPgbouncer(pgbouncerPath ?? '', { database: url, sessions: 2 })
    const open = (address: string): Promise<Database> =>
      openDatabase({ url: address }, { clock: systemClock, random: Math.random, log: silentLog })
    const direct = await open(url)
    await sql`create table thing (id integer primary key, times integer)`.execute(direct.db)
    const processes = await Promise.all(Array.from({ length: PROCESSES }, () => open(pooler.url)))
    await Promise.all(
      Array.from({ length: TRANSACTIONS }, (_, index) =>
        inTransaction(processes[index % PROCESSES] as Database, async (trx) => {
          await sql`insert into thing values (${index}, ${0})`.execute(trx)
          await sql`update thing set times = times + ${1} where id = ${index}`.execute(trx)
        }),
      ),
    )
    const { rows } =
      await sql`select count(*)::int as count, min(times) as least from thing`.execute(direct.db)
    assert.deepEqual(rows, [{ count: TRANSACTIONS, least: 1 }])
    await Promise.all([direct, ...processes].map((each) => each.close()))
    await pooler.close()
    await drop()
  },
)
