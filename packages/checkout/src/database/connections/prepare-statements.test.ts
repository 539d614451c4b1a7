import assert from 'node:assert/strict'
import { after, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { createServerDatabase } from '../../../test/support/database.ts'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { type Database, openDatabase } from '../database.ts'
import { inTransaction } from '../transaction.ts'

type Row = Readonly<Record<string, unknown>>

describe('a statement that is sent again and again', () => {
  let database: Database
  let migrate: (statement: string) => Promise<void>
  const opened: (() => Promise<void>)[] = []
  beforeEach(async () => {
    const { url, drop } = await createServerDatabase()
    database = await openDatabase(
      { url, connections: 1 },
      { clock: systemClock, random: () => 0, log: silentLog },
    )
    migrate = async (statement) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(statement)
      await client.end()
    }
    await migrate('create table thing as select 1 as id')
    opened.push(() => database.close().then(drop))
  })
  after(() => Promise.all(opened.map((close) => close())))

  const findThing = async (db: Database['db'] = database.db): Promise<readonly Row[]> =>
    (await sql<Row>`select * from thing where id = ${1}`.execute(db)).rows

  it('is read and planned by the server once for a connection', async () => {
    for (let times = 0; times < 3; times++) await findThing()
    const { rows } = await sql<Row>`select statement from pg_prepared_statements`.execute(
      database.db,
    )
    assert.deepEqual(rows, [{ statement: 'select * from thing where id = $1' }])
  })

  it('finds the columns that a migration of a newer version has added meanwhile', async () => {
    await findThing()
    await migrate('alter table thing add column name text')
    assert.deepEqual(await findThing(), [{ id: 1, name: null }])
    await migrate('alter table thing add column size text')
    assert.deepEqual(await inTransaction(database, findThing), [{ id: 1, name: null, size: null }])
    assert.deepEqual(await findThing(), [{ id: 1, name: null, size: null }])
  })

  it('is sent unprepared if a pooler shares the server’s sessions', async () => {
    await findThing()
    await sql`deallocate all`.execute(database.db)
    assert.deepEqual(await inTransaction(database, findThing), [{ id: 1 }])
    const { rows } = await sql`select from pg_prepared_statements`.execute(database.db)
    assert.equal(rows.length, 0)
  })
})
