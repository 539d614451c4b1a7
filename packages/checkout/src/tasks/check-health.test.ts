import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { waitUntil } from '@tael/testing/patience'
import { openSilentProxy, type SilentProxy } from '@tael/testing/silent-proxy'
import { callApi, openTestCheckout, PUBLIC_URL, TEST_ACCOUNT } from '../../test/support/checkout.ts'
import {
  createServerDatabase,
  describeOnDatabase,
  makeServerTemplate,
} from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { silentLog } from '../platform/log.ts'
import { createRounds, ROUND_WITHIN_MS } from '../platform/rounds.ts'
import { systemClock } from '../platform/system-clock.ts'
import { createHealthCheck } from './check-health.ts'

describe('a checkout whose database says nothing', () => {
  let place: Awaited<ReturnType<typeof createServerDatabase>>
  let proxy: SilentProxy
  let database: Database
  before(async () => {
    place = await createServerDatabase(await makeServerTemplate())
    proxy = await openSilentProxy(place.url)
    const runtime = { clock: systemClock, random: () => 0.5, log: silentLog }
    database = await openDatabase({ url: proxy.url }, runtime)
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
    assert.equal((await get('/health')).status, 200)

    proxy.silence('swallows')
    proxy.answersNew(false)
    const asked = Promise.all([
      list(),
      get('/pay/pay_00000000000000000000000000'),
      ...Array.from({ length: 20 }, () => get('/health')),
    ])
    const [answer, page, ...healths] = await asked
    assert.equal(answer.status, 503)
    assert.match(JSON.stringify(answer.body), /"code":"unavailable".*does not answer just now/)
    assert.ok(Number(answer.headers.get('retry-after')) > 0)
    for (const health of healths) {
      assert.equal(health.status, 503)
      assert.deepEqual(await health.json(), {
        status: 'failing',
        database: 'postgres',
        problems: ['The database does not answer, or accepts no writes.'],
      })
    }
    assert.equal(page.status, 503)
    assert.ok(Number(page.headers.get('retry-after')) > 0)

    proxy.answersNew(true)
    await waitUntil('all is well', async () => (await get('/health')).status === 200)
    assert.equal((await list()).status, 200)
  })
})

describeOnDatabase('the health of a process', (database) => {
  it('names a task whose round never ends, and no other', async () => {
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
    const check = createHealthCheck({ database: database(), clock, rounds, exchanges } as never)
    const { status, problems } = await check()
    assert.equal(status, 'failing')
    assert.deepEqual(problems, [
      'The task refund has been under way for 10 minutes: restart this process.',
    ])
    end.resolve(undefined)
    await stuck
    assert.equal((await check()).status, 'ok')
  })
})
