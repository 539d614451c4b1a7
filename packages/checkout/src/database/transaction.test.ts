import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { describeOnEachDatabase, openTestServerDatabase } from '../../test/support/database.ts'
import { systemClock } from '../platform/system-clock.ts'
import type { Database } from './database.ts'
import type { Tables, Trx } from './schema.ts'
import { CommitUnknownError, inStatement, inTransaction } from './transaction.ts'

describeOnEachDatabase('a transaction', (database) => {
  before(() => createCounter(database()))

  test('is there as a whole when its work is done', async () => {
    const answer = await inTransaction(database(), async (transaction) => {
      await setCounter(transaction, 1)
      await setCounter(transaction, 2)
      return 'done'
    })
    assert.equal(answer, 'done')
    assert.equal(await readCounter(database().db), 2)
  })

  test('leaves nothing when its work fails, and is not tried again', async () => {
    const before = await readCounter(database().db)
    const failure = new Error('the amount does not match')
    let runs = 0
    const failing = inTransaction(database(), async (transaction) => {
      runs += 1
      await setCounter(transaction, 99)
      throw failure
    })
    await assert.rejects(failing, failure)
    assert.equal(runs, 1)
    assert.equal(await readCounter(database().db), before)
  })

  test('fails when its work hides the failure of a statement', async () => {
    const hiding = inTransaction(database(), async (transaction) => {
      await setCounter(transaction, 99)
      await sql`select 1 / 0`.execute(transaction).catch(() => undefined)
    })
    await assert.rejects(hiding)
    assert.notEqual(await readCounter(database().db), 99)
  })

  test('follows another without a pause, a hundred together', async () => {
    await inTransaction(database(), (transaction) => setCounter(transaction, 0))
    await Promise.all(
      Array.from({ length: 100 }, () =>
        inTransaction(database(), async (transaction) => {
          await sql`update counter set value = value + 1`.execute(transaction)
        }),
      ),
    )
    assert.equal(await readCounter(database().db), 100)
  })
})

describe('a transaction on a server', () => {
  const pauses: number[] = []
  const clock = { ...systemClock, sleep: (ms: number) => (pauses.push(ms), Promise.resolve()) }
  let database: Database
  before(async () => {
    database = await openTestServerDatabase({ clock })
    await createCounter(database)
  })
  after(() => database.close())

  test('is repeated after a serialization failure, so that both writers count', async () => {
    await inTransaction(database, (transaction) => setCounter(transaction, 0))
    pauses.length = 0
    const bothHaveRead = meetingOf(2)
    const addOne = async (transaction: Trx) => {
      await sql`set transaction isolation level serializable`.execute(transaction)
      const value = await readCounter(transaction)
      await bothHaveRead()
      await setCounter(transaction, value + 1)
    }
    await Promise.all([inTransaction(database, addOne), inTransaction(database, addOne)])

    assert.equal(await readCounter(database.db), 2)
    assert.ok(pauses.length > 0)
  })

  test('is repeated after a deadlock', async () => {
    const bothHoldOne = meetingOf(2)
    const lockBoth = (first: number, second: number) => async (transaction: Trx) => {
      await sql`update two set value = value + 1 where id = ${first}`.execute(transaction)
      await bothHoldOne()
      await sql`update two set value = value + 1 where id = ${second}`.execute(transaction)
    }
    await sql`create table two (id integer primary key, value integer)`.execute(database.db)
    await sql`insert into two values (1, 0), (2, 0)`.execute(database.db)
    await Promise.all([
      inTransaction(database, lockBoth(1, 2)),
      inTransaction(database, lockBoth(2, 1)),
    ])

    const { rows } = await sql<{ value: number }>`select value from two`.execute(database.db)
    assert.deepEqual(rows, [{ value: 2 }, { value: 2 }])
  })

  test('is repeated when the connection breaks before the commit', async () => {
    let runs = 0
    await inTransaction(database, async (transaction) => {
      runs += 1
      await setCounter(transaction, runs)
      if (runs < 3) await breakConnection(transaction)
    })
    assert.equal(runs, 3)
    assert.equal(await readCounter(database.db), 3)
  })

  test('is not repeated when the connection breaks during the commit', async () => {
    await sql`
      create function hang_up() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`.execute(
      database.db,
    )
    await sql`
      create constraint trigger hang_up after update on counter
      deferrable initially deferred for each row execute function hang_up()`.execute(database.db)
    let runs = 0
    const cut = inTransaction(database, async (transaction) => {
      runs += 1
      await setCounter(transaction, 7)
    })
    await assert.rejects(cut, CommitUnknownError)
    assert.equal(runs, 1)
    await sql`drop trigger hang_up on counter`.execute(database.db)
  })

  test('of one statement is sent again when nobody knows whether it was executed', async () => {
    await inTransaction(database, (transaction) => setCounter(transaction, 0))
    const written: (bigint | undefined)[] = []
    await inStatement(database, async (statement) => {
      const { numAffectedRows } = await sql`update counter set value = 1 where value = 0`.execute(
        statement,
      )
      written.push(numAffectedRows)
      if (written.length === 1) await breakConnection(statement)
    })
    assert.deepEqual(written, [1n, 0n], 'it names what it changes, so it changes nothing twice')
    assert.equal(await readCounter(database.db), 1)
  })

  test('gives up in the end, with the reason, after pauses that grow and differ', async () => {
    pauses.length = 0
    let runs = 0
    const hopeless = inTransaction(database, (transaction) => {
      runs += 1
      return sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(
        transaction,
      )
    })
    await assert.rejects(hopeless, { code: '40001' })
    assert.equal(runs, 6)
    assert.deepEqual(pauses, [20, 40, 80, 160, 320])
  })
})

async function createCounter({ db }: Database): Promise<void> {
  await sql`create table counter (value bigint not null)`.execute(db)
  await sql`insert into counter values (0)`.execute(db)
}

async function setCounter(db: Kysely<Tables>, value: number): Promise<void> {
  await sql`update counter set value = ${value}`.execute(db)
}

async function readCounter(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ value: number }>`select value from counter`.execute(db)
  return rows[0]?.value ?? NaN
}

async function breakConnection(db: Kysely<Tables>): Promise<void> {
  await sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)
}

/** Makes the first `size` callers wait for each other; later ones pass. */
function meetingOf(size: number): () => Promise<void> {
  const everybody = Promise.withResolvers<undefined>()
  let there = 0
  return async () => {
    there += 1
    if (there === size) everybody.resolve(undefined)
    await everybody.promise
  }
}
