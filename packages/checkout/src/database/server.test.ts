import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import {
  createServerDatabase,
  TEST_RUNTIME,
  type ServerDatabase,
} from '../../test/support/database.ts'
import { type Log, silentLog } from '../platform/log.ts'
import { type Database, openDatabase } from './database.ts'

describe('a database on a server', () => {
  const warnings: string[] = []
  const allWarned = Promise.withResolvers<undefined>()
  const log: Log = {
    ...silentLog,
    warn(event) {
      if (warnings.push(event) === 5) allWarned.resolve(undefined)
    },
  }
  const runtime = { ...TEST_RUNTIME, log }
  let place: ServerDatabase
  let database: Database
  before(async () => {
    place = await createServerDatabase()
    database = await openDatabase({ url: place.url }, runtime)
  })
  after(async () => {
    await database.close()
    await place.drop()
  })

  test('outlives a server that ends all its connections, and says so in the log', async () => {
    await Promise.all(Array.from({ length: 5 }, () => database.ping()))
    await terminateAll(place.url)
    await allWarned.promise

    assert.deepEqual(new Set(warnings), new Set(['database.connection_lost']))
    await database.ping()
  })

  test('ends a statement that never ends, and a transaction that forgets its connection', async () => {
    const { rows } = await sql<{ statement: string; idle: string }>`
      select current_setting('statement_timeout') as statement,
             current_setting('idle_in_transaction_session_timeout') as idle`.execute(database.db)
    assert.deepEqual(rows, [{ statement: '8s', idle: '8s' }])
  })

  test('has no maintenance to do', async () => {
    await database.maintain()
    assert.equal(database.engine, 'postgres')
  })

  test('may be closed twice', async () => {
    const another = await openDatabase({ url: place.url }, runtime)
    await Promise.all([another.close(), another.close()])
    await assert.rejects(another.ping())
  })
})

test('an address without a database is refused, with what to check', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const address = closed.address()
  assert.ok(typeof address === 'object' && address !== null)
  closed.close()

  const url = `postgres://tael:a-password-for-tests@localhost:${address.port}/tael`
  await assert.rejects(
    openDatabase({ url }, TEST_RUNTIME),
    (error: Error) =>
      /ECONNREFUSED.*check DATABASE_URL/.test(error.message) &&
      !error.message.includes('a-password'),
  )
})

async function terminateAll(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await client.end()
}
