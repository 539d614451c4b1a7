import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { waitUntil } from '@tael/testing/patience'
import { openSilentProxy, type SilentProxy } from '@tael/testing/silent-proxy'
import { sql } from 'kysely'
import { callApi, openTestCheckout, PUBLIC_URL, TEST_ACCOUNT } from '../../test/support/checkout.ts'
import {
  createServerDatabase,
  describeOnDatabase,
  makeServerTemplate,
  TEST_RUNTIME,
  type ServerDatabase,
} from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { createRounds, ROUND_WITHIN_MS } from '../platform/rounds.ts'
import { checkHealth } from './check-health.ts'
import { createReadinessCheck } from './check-readiness.ts'

describe('a checkout whose database says nothing', () => {
  let place: ServerDatabase
  let proxy: SilentProxy
  let database: Database
  before(async () => {
    place = await createServerDatabase(await makeServerTemplate())
    proxy = await openSilentProxy(place.url)
    database = await openDatabase({ url: proxy.url }, TEST_RUNTIME)
  })
  after(async () => {
    await proxy.close()
    await database.close()
    await place.drop()
  })

  it('says so everywhere, with when to come back, and serves again once it answers', async () => {
    const checkout = openTestCheckout(database)
    const { apiKey } = await checkout.addAccount(TEST_ACCOUNT)
    const get = (path: string) => checkout.fetch(new Request(PUBLIC_URL + path))
    const list = () => callApi(checkout, { path: '/v1/payments', key: apiKey })
    assert.equal((await list()).status, 200)
    assert.equal((await get('/ready')).status, 200)

    proxy.silence('swallows')
    proxy.answersNew(false)
    const asked = Promise.all([
      list(),
      get('/pay/pay_00000000000000000000000000'),
      ...Array.from({ length: 20 }, () => get('/ready')),
    ])
    const [answer, page, ...looks] = await asked
    assert.equal(answer.status, 503)
    assert.match(JSON.stringify(answer.body), /"code":"unavailable".*does not answer just now/)
    assert.ok(Number(answer.headers.get('retry-after')) > 0)
    for (const one of looks) {
      assert.equal(one.status, 503)
      assert.deepEqual(await one.json(), {
        status: 'failing',
        database: 'postgres',
        problems: ['The database does not answer, or accepts no writes.'],
      })
    }
    assert.equal((await get('/health')).status, 200, 'a restart of this process would not help')
    assert.equal(page.status, 503)
    assert.ok(Number(page.headers.get('retry-after')) > 0)

    proxy.answersNew(true)
    await waitUntil('all is well', async () => (await get('/ready')).status === 200)
    assert.equal((await list()).status, 200)
  })
})

describeOnDatabase('a process', (database) => {
  it('is unhealthy while a round of a task never ends, which only a restart ends, and still serves payers', async () => {
    const clock = createHandClock()
    const rounds = createRounds(clock)
    const end = Promise.withResolvers<undefined>()
    const stuck = rounds.run('refund', () => end.promise)
    await rounds.run('expire', () => Promise.resolve())
    await assert.rejects(rounds.run('close', () => Promise.reject(new Error('no'))))
    await clock.advance(ROUND_WITHIN_MS)
    assert.deepEqual(rounds.overdue(), [])
    await clock.advance(1)
    assert.deepEqual(rounds.overdue(), [{ task: 'refund', forMs: ROUND_WITHIN_MS + 1 }])

    const exchanges = { waitingSince: () => undefined }
    const deps = { database: database(), clock, rounds, exchanges } as never
    const readiness = createReadinessCheck(deps)
    const problems = ['The task refund has been under way for 10 minutes: restart this process.']
    assert.deepEqual(checkHealth(deps), { status: 'failing', problems })
    assert.equal((await readiness.check()).status, 'ready')
    end.resolve(undefined)
    await stuck
    assert.equal(checkHealth(deps).status, 'ok')
  })

  it('that drains says so to a balancer and to a proxy, and serves what still comes', async () => {
    const checkout = openTestCheckout(database())
    const { apiKey } = await checkout.addAccount(TEST_ACCOUNT)
    const get = (path: string) => checkout.fetch(new Request(PUBLIC_URL + path))
    for (const path of ['/ready', '/open']) assert.equal((await get(path)).status, 200)
    checkout.drain()
    for (const path of ['/ready', '/open']) {
      const answer = await get(path)
      assert.equal(answer.status, 503)
      assert.equal(((await answer.json()) as { status: string }).status, 'stopping')
    }
    assert.equal((await get('/health')).status, 200)
    assert.equal((await callApi(checkout, { path: '/v1/payments', key: apiKey })).status, 200)
  })

  it('is not ready while the database lacks a migration', async () => {
    const { db } = database()
    const [last] = (
      await sql<{ name: string }>`select name from schema_migration order by name desc`.execute(db)
    ).rows
    assert.ok(last)
    await sql`update schema_migration set name = 'unknown' where name = ${last.name}`.execute(db)
    const answer = await openTestCheckout(database()).fetch(new Request(`${PUBLIC_URL}/ready`))
    assert.equal(answer.status, 503)
    assert.match(await answer.text(), new RegExp(`lacks migrations of this version: ${last.name}`))
    await sql`update schema_migration set name = ${last.name} where name = 'unknown'`.execute(db)
  })
})
