import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { waitUntil } from '@tael/testing/patience'
import type pg from 'pg'
import { createServerDatabase, EMPTY_DATABASES } from '../../../test/support/database.ts'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { createPool } from '../connections/connections.ts'
import { migrate, readMigrations } from './migrate.ts'

const RUNTIME = { clock: systemClock, log: silentLog }
const TABLE = {
  name: '0001_table',
  sql: 'create table grown (id integer); insert into grown select generate_series(1, 100);',
}
const INDEXES = {
  name: '0002_indexes',
  sql: `-- additive
-- For those who look for it.
create index concurrently grown_by_id on grown (id);
create index concurrently grown_late on grown (id desc)
  where id > 50;
`,
}
const LAST = { name: '0003_last', sql: 'create table last (id text)' }

const indexesIn = async (pool: pg.Pool) => {
  const { rows } = await pool.query<{ name: string; indisvalid: boolean }>(
    `select indexrelid::regclass::text as name, indisvalid from pg_index
      where indrelid = 'grown'::regclass order by 1`,
  )
  return rows.map(({ name, indisvalid }) => (indisvalid ? name : `${name} unfinished`))
}

for (const [engine, open] of Object.entries(EMPTY_DATABASES)) {
  describe(`indexes on tables that have grown (${engine})`, () => {
    let pool: pg.Pool
    let end: () => Promise<void>
    before(async () => {
      const place = await open()
      pool = createPool(place.config, silentLog)
      end = place.end
    })
    after(async () => {
      await pool.end()
      await end()
    })

    test('are made outside of a transaction, between the migrations around them', async () => {
      await migrate(pool, RUNTIME, [TABLE])
      const all = [TABLE, INDEXES, LAST]
      assert.deepEqual(await migrate(pool, RUNTIME, all), ['0002_indexes', '0003_last'])
      assert.deepEqual(await indexesIn(pool), ['grown_by_id', 'grown_late'])
      assert.deepEqual(await migrate(pool, RUNTIME, all), [])
    })

    test('are the only thing in their migration', async () => {
      const sql = 'create index concurrently grown_more on grown (id);\ndrop table last;'
      await assert.rejects(
        migrate(pool, RUNTIME, [TABLE, INDEXES, LAST, { name: '0004_more', sql }]),
        /0004_more failed, and continues when Tael starts again: Beside indexes/,
      )
      assert.equal((await indexesIn(pool)).length, 2)
    })
  })
}

describe('an index on a table that has grown, on a server', () => {
  let pool: pg.Pool
  let drop: () => Promise<void>
  before(async () => {
    const database = await createServerDatabase()
    drop = database.drop
    pool = createPool({ connectionString: database.url }, silentLog)
  })
  after(async () => {
    await pool.end()
    await drop()
  })

  test('lets others write while it is made', async (t) => {
    await migrate(pool, RUNTIME, [TABLE])
    const payer = await pool.connect()
    t.after(() => payer.release(true))
    await payer.query('begin; insert into grown values (101)')
    const migrated = migrate(pool, RUNTIME, [TABLE, INDEXES])
    await waitUntil(
      'the index to wait for the payer',
      () => pool.query(INDEXING),
      ({ rowCount }) => rowCount === 1,
    )
    await pool.query("set statement_timeout = '8s'; insert into grown values (102)")
    await payer.query('commit')
    assert.deepEqual(await migrated, ['0002_indexes'])
    assert.deepEqual(await indexesIn(pool), ['grown_by_id', 'grown_late'])
  })

  test('is made again if a process ended in the middle of it', async (t) => {
    await dropIndexes(pool)
    const payer = await pool.connect()
    t.after(() => payer.release(true))
    await payer.query('begin; insert into grown values (103)')
    const ended = await pool.connect()
    await ended.query("set lock_timeout = '50ms'")
    await assert.rejects(ended.query('create index concurrently grown_by_id on grown (id)'), {
      code: '55P03',
    })
    ended.release(true)
    assert.deepEqual(await indexesIn(pool), ['grown_by_id unfinished'])
    // It waits for the payer a while, lets go, and comes again.
    const clock = { sleep: async () => void (await payer.query('commit')) }
    assert.deepEqual(await migrate(pool, { ...RUNTIME, clock }, [TABLE, INDEXES]), ['0002_indexes'])
    assert.deepEqual(await indexesIn(pool), ['grown_by_id', 'grown_late'])
  })

  test('is made once by processes that start together', async () => {
    await dropIndexes(pool)
    const clock = { sleep: () => Promise.resolve() }
    const processes = await Promise.all(
      Array.from({ length: 3 }, () => migrate(pool, { ...RUNTIME, clock }, [TABLE, INDEXES])),
    )
    assert.deepEqual(processes.flat(), ['0002_indexes'])
    assert.deepEqual(await indexesIn(pool), ['grown_by_id', 'grown_late'])
  })
})

const INDEXING = `select from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'
    and query like 'create index concurrently%'`

async function dropIndexes(pool: pg.Pool): Promise<void> {
  await pool.query('drop index grown_by_id, grown_late')
  await pool.query("delete from schema_migration where name = '0002_indexes'")
}

/** The ones before were released with indexes that let writers wait. */
const SINCE = '0033'

test('every new migration makes its indexes on older tables while others write', () => {
  for (const { name, sql } of readMigrations().filter((one) => one.name >= SINCE)) {
    const own = Array.from(sql.matchAll(/create table (\w+)/g), ([, table]) => table)
    const indexed = Array.from(
      sql.matchAll(/create (?:unique )?index \w+\s+on (\w+)/g),
      ([, table]) => table,
    )
    assert.deepEqual(
      indexed.filter((table) => !own.includes(table)),
      [],
      name,
    )
  }
})
