import assert from 'node:assert/strict'
import { beforeEach, it } from 'node:test'
import { openTestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { openTestAccount } from '../../test/support/payments.ts'
import type { Database } from '../database/database.ts'
import { createIds } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { createExchangeRecorder, dayOf, type ExchangeRecorder } from './exchange-recorder.ts'
import { countForged, unpackFacts } from './exchange-store.ts'
import type { ExchangeDraft } from './exchange.ts'
import { exchangePruning } from './prune-exchanges.ts'

describeOnDatabase('the recorder of exchanges', (database) => {
  let clock: HandClock
  let recorder: ExchangeRecorder
  let statements: number
  let isAway: boolean
  const lines: string[] = []

  /** A database that counts its statements, and can be away. */
  function watched(): Database['db'] {
    return database().db.withPlugin({
      transformQuery({ node }) {
        statements += 1
        if (isAway) throw new Error('connect ECONNREFUSED')
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    })
  }

  beforeEach(async () => {
    clock = createHandClock()
    statements = 0
    isAway = false
    lines.length = 0
    let byte = 0
    recorder = createExchangeRecorder({
      database: { db: watched() },
      clock,
      newId: createIds({ clock, randomBytes: (size) => new Uint8Array(size).fill((byte += 1)) }),
      log: createLog({ clock, write: (text) => lines.push(text) }),
    })
    await database().db.deleteFrom('exchange').execute()
  })

  const draft = (about: string, changed: Partial<ExchangeDraft> = {}): ExchangeDraft => ({
    about,
    kind: 'request',
    sentAt: clock.now(),
    facts: { endpoint: '/trade/v1/query', verdict: 'unpaid' },
    fold: 'unpaid',
    ...changed,
  })
  const written = () =>
    database().db.selectFrom('exchange').selectAll().orderBy('about').orderBy('id').execute()

  it('writes the exchanges of 99 orders in one statement', async () => {
    for (let n = 0; n < 99; n += 1) recorder.record(draft(`att_${n}`))
    assert.equal(statements, 0)
    await recorder.write()
    assert.equal(statements, 1)
    assert.equal((await written()).length, 99)
    await recorder.write()
    assert.equal(statements, 1, 'nothing is left')
  })

  it('extends a line that is already written, in its place', async () => {
    const first = clock.now()
    recorder.record(draft('att_1'))
    await recorder.write()
    for (let n = 0; n < 4; n += 1) {
      await clock.advance(2_000)
      recorder.record(draft('att_1', { facts: { askAgainAt: `${n}` } }))
      recorder.record(draft('att_2'))
    }
    await recorder.write()
    const [one, two, ...more] = await written()
    assert.deepEqual(more, [])
    assert.partialDeepStrictEqual(one, { times: 5, sent_at: first, last_at: clock.now() })
    assert.deepEqual(unpackFacts(one?.packed ?? Buffer.of()), { askAgainAt: '3' })
    assert.equal(two?.times, 4)
  })

  it('begins a new line when Tael asked something else in between', async () => {
    for (const fold of ['unpaid', 'unpaid', 'timeout', 'unpaid']) {
      recorder.record(draft('att_1', { fold }))
    }
    const { fold, ...order } = draft('att_1')
    assert.ok(fold)
    recorder.record(order)
    recorder.record(draft('att_1'))
    await recorder.write()
    assert.deepEqual(
      (await written()).map(({ times }) => times),
      [2, 1, 1, 1, 1],
    )
  })

  it('keeps one line an hour of what any stranger can send, whatever else happens', async () => {
    for (let n = 0; n < 600; n += 1) {
      recorder.record(draft('att_1', { kind: 'notification', fold: 'forged' }))
      recorder.record(draft('att_1', { fold: `${n % 2}` }))
      await clock.advance(12_000)
    }
    await recorder.write()
    const forged = (await written()).filter(({ kind }) => kind === 'notification')
    assert.deepEqual(
      forged.map(({ times }) => times),
      [300, 300],
    )
  })

  it('keeps what it can while the database is away, counts the rest, and continues', async () => {
    isAway = true
    for (let n = 0; n < 5_100; n += 1) recorder.record(draft(`att_${n}`))
    const since = clock.now()
    await assert.rejects(recorder.write(), /ECONNREFUSED/)
    await clock.advance(60_000)
    recorder.record(draft('att_7'))
    assert.deepEqual(recorder.waitingSince(), since)
    isAway = false
    statements = 0
    await recorder.write()
    assert.equal(statements, 10)
    assert.equal((await written()).length, 5_000)
    assert.equal(recorder.waitingSince(), undefined)
    assert.match(lines.join(''), /"exchanges.dropped","lines":101/)
  })

  it('drops lines that the database can never store, and nothing else', async () => {
    recorder.record(draft('a number with a \0'))
    await recorder.write()
    assert.match(lines.join(''), /exchanges.refused/)
    recorder.record(draft('att_2'))
    await recorder.write()
    assert.deepEqual(
      (await written()).map(({ about }) => about),
      ['att_2'],
    )
  })

  it('safely writes a line twice if it did not learn that it was written', async () => {
    recorder.record(draft('att_1'))
    const { db } = database()
    await recorder.write()
    const before = await written()
    recorder.record(draft('att_1'))
    isAway = true
    await assert.rejects(recorder.write(), /ECONNREFUSED/)
    isAway = false
    await recorder.write()
    const [line, ...more] = await written()
    assert.equal(line?.id, before[0]?.id)
    assert.equal(line?.times, 2)
    assert.equal(more.length, 0)
    assert.ok(db)
  })

  it('deletes lines after 90 days, however many there are', async () => {
    for (let n = 0; n < 2_500; n += 1) recorder.record(draft(`att_${n}`))
    await recorder.write()
    await clock.advance(90 * 24 * 60 * 60_000)
    recorder.record(draft('att_new'))
    await recorder.write()
    await exchangePruning.run({ database: database(), clock })
    assert.equal((await written()).length, 2_501, 'not a moment too soon')
    await clock.advance(1)
    await exchangePruning.run({ database: database(), clock })
    assert.deepEqual(
      (await written()).map(({ about }) => about),
      ['att_new'],
    )
  })

  it('counts forged notifications by account and day, in one row for each', async () => {
    const deps = openTestDeps(database(), { clock })
    const [one, other] = [await openTestAccount(deps), await openTestAccount(deps)]
    for (let n = 0; n < 1_000; n += 1) recorder.countForged(one.id)
    assert.equal(recorder.countForged(other.id), 1)
    isAway = true
    await assert.rejects(recorder.write(), /ECONNREFUSED/)
    isAway = false
    statements = 0
    await recorder.write()
    assert.equal(statements, 1)
    recorder.countForged(one.id)
    await clock.advance(24 * 60 * 60_000)
    recorder.countForged(one.id)
    await recorder.write()
    const { db } = database()
    const rows = await db.selectFrom('forged_notification').selectAll().orderBy('day').execute()
    assert.deepEqual(
      rows.filter(({ account_id }) => account_id === one.id).map(({ times }) => times),
      [1_001, 1],
    )
    const today = await countForged(db, dayOf(clock.now()))
    assert.equal(today.get(one.id), 1)
    assert.equal(today.get(other.id), undefined)
  })
})
