import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { waitUntil } from '@tael/testing/patience'
import { openSilentProxy, type SilentProxy } from '@tael/testing/silent-proxy'
import { sql } from 'kysely'
import {
  createServerDatabase,
  TEST_RUNTIME,
  type ServerDatabase,
} from '../../test/support/database.ts'
import { type Log, silentLog } from '../platform/log.ts'
import { systemClock } from '../platform/system-clock.ts'
import { type Database, openDatabase } from './database.ts'
import { failureOf } from './failure.ts'
import { CommitUnknownError, inTransaction } from './transaction.ts'

describe('a server that falls silent', () => {
  let place: ServerDatabase
  let proxy: SilentProxy
  let database: Database
  let laterMs = 0
  const warnings: string[] = []

  before(async () => {
    place = await createServerDatabase()
    proxy = await openSilentProxy(place.url)
    const clock = { ...systemClock, now: () => new Date(systemClock.now().getTime() + laterMs) }
    const log: Log = { ...silentLog, warn: (event) => void warnings.push(event) }
    database = await openDatabase({ url: proxy.url }, { ...TEST_RUNTIME, clock, log })
    await sql`create table counter (value bigint not null)`.execute(database.db)
    await sql`insert into counter values (0)`.execute(database.db)
  })
  after(async () => {
    await proxy.close()
    await database.close()
    await place.drop()
  })

  const addOne = (db: Database['db']) => sql`update counter set value = value + 1`.execute(db)
  const count = async () => {
    const { rows } = await sql<{ value: number }>`select value from counter`.execute(database.db)
    return rows[0]?.value
  }

  test('is given up: work continues on another connection, a COMMIT is unknown, nothing hangs', async () => {
    const silent = Promise.withResolvers<undefined>()
    let begun = 0
    let runs = 0
    const working = inTransaction(database, async (trx) => {
      runs += 1
      await sql`select 1`.execute(trx)
      begun += 1
      await silent.promise
      await addOne(trx)
    })
    const committing = inTransaction(database, async (trx) => {
      await sql`select 1`.execute(trx)
      begun += 1
      await silent.promise
    })
    const reading = database.db.connection().execute(async (db) => {
      await sql`select 1`.execute(db)
      begun += 1
      await silent.promise
      await sql`select 1`.execute(db)
    })
    const waiting = Promise.all([
      working,
      assert.rejects(committing, CommitUnknownError),
      assert.rejects(reading, (error) => failureOf(error) === 'silent'),
    ])
    await waitUntil('all have begun', () => begun === 3)
    proxy.silence('swallows')
    silent.resolve(undefined)

    await waiting
    assert.equal(runs, 2)
    assert.equal(await count(), 1)
    assert.ok(warnings.includes('database.connection_lost'))
  })

  test('has its idle connections thrown away, not handed out', async () => {
    await Promise.all(Array.from({ length: 5 }, () => database.ping()))
    proxy.silence('stalls')
    laterMs += 60_000
    assert.equal(await count(), 1)
  })

  test('is not mistaken for one without work: the pool closes idle connections, and warns nobody', async () => {
    const warned: string[] = []
    const log: Log = { ...silentLog, warn: (event) => void warned.push(event) }
    const quiet = await openDatabase({ url: place.url }, { ...TEST_RUNTIME, log })
    await Promise.all(Array.from({ length: 5 }, () => quiet.ping()))
    await waitUntil(
      'the pool to be empty',
      () => quiet.connections(),
      ({ idle }) => idle === 0,
    )
    await quiet.close()
    assert.deepEqual(warned, [])
  })

  test('is unreachable while nothing answers at its address, and is there once it does', async () => {
    proxy.silence('swallows')
    proxy.answersNew(false)
    laterMs += 60_000
    const asked = Array.from({ length: 12 }, () =>
      assert.rejects(inTransaction(database, addOne), (error) => failureOf(error) !== undefined),
    )
    await Promise.all(asked)
    proxy.answersNew(true)
    await waitUntil('the database answers', () => database.ping().then(() => true))
    assert.equal(await count(), 1)
  })
})

describe('a server that ends slow statements, or becomes a replica', () => {
  let place: ServerDatabase
  let database: Database
  const warnings: string[] = []
  before(async () => {
    place = await createServerDatabase()
    const log: Log = { ...silentLog, warn: (event) => void warnings.push(event) }
    database = await openDatabase({ url: place.url }, { ...TEST_RUNTIME, log })
    await sql`create table counter (value bigint not null)`.execute(database.db)
    await sql`insert into counter values (0)`.execute(database.db)
  })
  after(async () => {
    await database.close()
    await place.drop()
  })

  test('says that a statement took too long, and Tael does not repeat it', async () => {
    let runs = 0
    const slow = inTransaction(database, async (trx) => {
      runs += 1
      await sql`set local statement_timeout = 50`.execute(trx)
      await sql`select pg_sleep(60)`.execute(trx)
    })
    await assert.rejects(slow, (error) => failureOf(error) === 'overdue')
    assert.equal(runs, 1)
  })

  test('says that a lock was not free in time', async () => {
    const held = Promise.withResolvers<undefined>()
    const over = Promise.withResolvers<undefined>()
    const holding = inTransaction(database, async (trx) => {
      await sql`select from counter for update`.execute(trx)
      held.resolve(undefined)
      await over.promise
    })
    await held.promise
    const waiting = inTransaction(database, async (trx) => {
      await sql`set local lock_timeout = 50`.execute(trx)
      await sql`select from counter for update`.execute(trx)
    })
    await assert.rejects(waiting, (error) => failureOf(error) === 'overdue')
    over.resolve(undefined)
    await holding
  })

  test('gets a transaction again that it ended for being idle', async () => {
    let runs = 0
    await inTransaction(database, async (trx) => {
      runs += 1
      if (runs > 1) return
      await sql`set local idle_in_transaction_session_timeout = 50`.execute(trx)
      await waitUntil('the server hangs up', () => warnings.includes('database.connection_lost'))
      await sql`select 1`.execute(trx)
    })
    assert.equal(runs, 2)
  })

  test('is left for the one that accepts writes', async () => {
    await database.db.connection().execute(async (db) => {
      await sql`set default_transaction_read_only = on`.execute(db)
    })
    await assert.rejects(database.ping(), /can only be read/)
    await database.db.connection().execute(async (db) => {
      await sql`set default_transaction_read_only = on`.execute(db)
    })
    let runs = 0
    await inTransaction(database, async (trx) => {
      runs += 1
      await sql`update counter set value = 7`.execute(trx)
    })
    assert.equal(runs, 2)
    await database.ping()
  })

  test('is left by a statement outside of a transaction as well', async () => {
    await database.db.connection().execute(async (db) => {
      await sql`set default_transaction_read_only = on`.execute(db)
    })
    const write = () => sql`update counter set value = 8`.execute(database.db)
    await assert.rejects(write(), (error) => failureOf(error) === 'read-only')
    await write()
  })
})
