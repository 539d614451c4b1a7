import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  createServerDatabase,
  describeOnDatabase,
  TEST_RUNTIME,
} from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { openDatabase, type Database } from '../database/database.ts'
import type { Clock } from '../platform/clock.ts'
import { silentLog } from '../platform/log.ts'
import { allowanceOf, QFPAY_LIMIT, type Lane, type RequestLimit } from './allowance.ts'
import { leasePermits, type LeasedPermits, type LeaseRequest } from './budget-store.ts'
import { createBudget, type Budget } from './budget.ts'

const LANES: readonly Lane[] = ['payer', 'waiting', 'scheduled', 'background']
const LOW: RequestLimit = { perSecond: 10, perMinute: 60 }

/** Processes that share one merchant's row, on one time that stands still while a statement runs. */
function shareAmong(databases: readonly Database[], limit: RequestLimit) {
  const clock = createHandClock()
  const sent: { at: number; lane: Lane; process: number }[] = []
  const merchant = { host: 'https://gateway.example.com', appCode: crypto.randomUUID() }
  let statements = 0
  let running = 0
  let isDown = false
  let slowMs = 0

  async function lease(database: Database, request: LeaseRequest): Promise<LeasedPermits> {
    if (isDown) throw new Error('connect ECONNREFUSED')
    statements += 1
    running += 1
    const answer = await leasePermits(database.db, merchant, request).finally(() => (running -= 1))
    if (slowMs > 0) await clock.sleep(slowMs)
    return answer
  }

  const budgets = databases.map((database, index) =>
    createBudget(
      {
        clock: skewed(clock, index * 250),
        random: () => 0.5,
        log: silentLog,
        lease: (request) => lease(database, request),
      },
      allowanceOf(limit),
    ),
  )
  return {
    clock,
    sent,
    budgets,
    statements: () => statements,
    break: (broken: { isDown?: boolean; slowMs?: number }) => {
      isDown = broken.isDown ?? false
      slowMs = broken.slowMs ?? 0
    },
    send(process: number, lane: Lane | (() => Lane)) {
      const budget = budgets[process % budgets.length] as Budget
      const laneNow = typeof lane === 'function' ? lane : () => lane
      void budget.acquire(laneNow).then(() => {
        sent.push({ at: clock.now().getTime(), lane: laneNow(), process })
      })
    },
    async pass(ms: number, stepMs = Math.min(50, ms)) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(stepMs)
        for (let calm = 0; calm < 3; calm = running > 0 ? 0 : calm + 1) {
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
    },
  }
}

/** Clocks differ; the limit must hold all the same. */
function skewed(clock: HandClock, ms: number): Clock {
  return {
    now: () => new Date(clock.now().getTime() + ms),
    sleep: (sleepMs, signal) => clock.sleep(sleepMs, signal),
  }
}

function busiest(times: readonly number[], windowMs: number): number {
  return Math.max(
    0,
    ...times.map((end) => times.filter((at) => at > end - windowMs && at <= end).length),
  )
}

const steps = fc.array(
  fc.record({
    requests: fc.array(
      fc.record({ process: fc.nat(3), lane: fc.constantFrom(...LANES), count: fc.nat(12) }),
      { maxLength: 4 },
    ),
    waitMs: fc.integer({ min: 0, max: 8_000 }),
    broken: fc.constantFrom<{ isDown?: boolean; slowMs?: number }>(
      {},
      {},
      { slowMs: 900 },
      { slowMs: 3_000 },
      { isDown: true },
    ),
  }),
  { minLength: 8, maxLength: 16 },
)
const someLimit = fc.constantFrom(LOW, QFPAY_LIMIT, { perSecond: 40, perMinute: 400 })

async function neverExceeds(databases: readonly Database[]): Promise<void> {
  await fc.assert(
    fc.asyncProperty(someLimit, steps, async (limit, story) => {
      const world = shareAmong(databases, limit)
      let asked = 0
      for (const { requests, waitMs, broken } of story) {
        world.break(broken)
        for (const { process, lane, count } of requests) {
          for (let n = 0; n < count; n++) world.send(process, lane)
          asked += count
        }
        await world.pass(waitMs)
      }
      world.break({})
      await world.pass(20 * 60_000 * (asked / (limit.perMinute * 12)) + 30_000, 200)
      const times = world.sent.map(({ at }) => at)
      assert.ok(busiest(times, 1_000) <= limit.perSecond, 'in a second')
      assert.ok(busiest(times, 60_000) <= limit.perMinute, 'in a minute')
      assert.equal(world.sent.length, asked, 'all are served in the end')
    }),
    { numRuns: 6 },
  )
}

describe('a budget shared by four processes on a server', () => {
  it('never exceeds the limits, whatever the processes request and the database does', async () => {
    const { url, drop } = await createServerDatabase()
    const pools = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ url }, TEST_RUNTIME)))
    await pools[0]?.migrate()
    try {
      await neverExceeds(pools)
    } finally {
      await Promise.all(pools.map((pool) => pool.close()))
      await drop()
    }
  })
})

describeOnDatabase('a budget', (database) => {
  const processes = (count: number) => Array.from({ length: count }, database)

  it('never exceeds the limits', () => neverExceeds(processes(4)))

  it('lets a lone payer through immediately, with one statement for both requests', async () => {
    const world = shareAmong(processes(1), QFPAY_LIMIT)
    const start = world.clock.now().getTime()
    world.send(0, 'payer')
    await world.pass(1)
    world.send(0, 'payer')
    await world.pass(1)
    assert.ok(world.sent.length === 2 && world.sent.every(({ at }) => at - start <= 2))
    assert.equal(world.statements(), 1)
  })

  it('uses nearly all of the limit under load, spread over the minute', async () => {
    const world = shareAmong(processes(3), QFPAY_LIMIT)
    for (let n = 0; n < 900; n++) world.send(n, 'waiting')
    await world.pass(120_000)
    const times = world.sent.map(({ at }) => at)
    const second = times.filter((at) => at > (times[0] ?? 0) + 60_000)
    assert.ok(second.length > 325, `${second.length} in the second minute`)
    assert.ok(busiest(second, 1_000) <= 16, `${busiest(second, 1_000)} in one second`)
    assert.ok(world.statements() < world.sent.length * 1.5, `${world.statements()} statements`)
  })

  it('serves payers first, then payers who wait for their receipt, in every process', async () => {
    const world = shareAmong(processes(2), QFPAY_LIMIT)
    for (let n = 0; n < 60; n++) world.send(n, 'background')
    await world.pass(2_000)
    const at = world.clock.now().getTime()
    for (const lane of ['waiting', 'payer'] as const) {
      for (let n = 0; n < 4; n++) world.send(n, lane)
    }
    await world.pass(1_500)
    const later = world.sent.filter((one) => one.at > at)
    const waitOf = (lane: Lane) =>
      later.filter((one) => one.lane === lane).map((one) => one.at - at)
    assert.equal(waitOf('payer').length, 4)
    assert.equal(waitOf('waiting').length, 4)
    assert.ok(Math.max(...waitOf('payer')) <= 100, `payers waited ${waitOf('payer').join()}`)
  })

  it('immediately serves a request whose lane improves while it waits', async () => {
    const world = shareAmong(processes(1), QFPAY_LIMIT)
    for (let n = 0; n < 60; n++) world.send(n, 'background')
    await world.pass(2_000)
    let lane: Lane = 'background'
    world.send(0, () => lane)
    await world.pass(1)
    assert.equal(world.sent.length < 60, true, 'there is a queue')
    const at = world.clock.now().getTime()
    lane = 'payer'
    world.budgets[0]?.reconsider()
    await world.pass(50, 1)
    const served = world.sent.find((one) => one.lane === 'payer')
    assert.ok(
      served !== undefined && served.at - at <= 10,
      `served at ${served?.at}, asked at ${at}`,
    )
  })

  it('starves no request while payers take all permits', async () => {
    const world = shareAmong(processes(2), QFPAY_LIMIT)
    for (let n = 0; n < 400; n++) world.send(n, 'payer')
    await world.pass(1_000)
    const askedAt = world.clock.now().getTime()
    world.send(0, 'background')
    for (let second = 0; second < 40; second++) {
      for (let n = 0; n < 8; n++) world.send(n, 'payer')
      await world.pass(1_000, 100)
    }
    assert.equal(world.sent.filter(({ lane }) => lane === 'background').length, 0)
    await world.pass(60_000, 100)
    const served = world.sent.find(({ lane }) => lane === 'background')
    assert.ok(served !== undefined && served.at - askedAt < 100_000)
  })

  it('sends a little while the database is gone, and all of it afterwards', async () => {
    const world = shareAmong(processes(2), QFPAY_LIMIT)
    world.break({ isDown: true })
    for (let n = 0; n < 20; n++) world.send(n, 'waiting')
    await world.pass(25_000, 250)
    assert.equal(world.sent.length, 0, 'a process that has just started has no share yet')
    await world.pass(95_000, 250)
    assert.equal(world.sent.length, 6, 'two a minute for each process, after the first half minute')
    world.break({})
    await world.pass(10_000, 250)
    assert.equal(world.sent.length, 20)
  })

  it('recovers from a time that a wrong clock wrote', async () => {
    const world = shareAmong(processes(1), LOW)
    const [budget] = world.budgets
    const merchant = { host: 'https://gateway.example.com', appCode: crypto.randomUUID() }
    const request = {
      nowMs: world.clock.now().getTime() + 3_600_000,
      spacingMs: budget?.spacingMs ?? 0,
      wanted: 1,
      burst: 1,
      spare: 0,
      spareBurst: 1,
      furthestMs: 2_000,
    }
    await leasePermits(database().db, merchant, request)
    const now = world.clock.now().getTime()
    const { freeAtMs } = await leasePermits(database().db, merchant, { ...request, nowMs: now })
    assert.equal(freeAtMs, now + 2_000)
  })

  it('lets permits lapse that were not used within a second', async () => {
    const world = shareAmong(processes(1), QFPAY_LIMIT)
    for (const pauseMs of [1_100, 1_100, 1_100]) {
      world.send(0, 'payer')
      await world.pass(pauseMs)
    }
    assert.equal(world.sent.length, 3)
    assert.equal(world.statements(), 3)
  })

  it('drops a request that nobody waits for any more', async () => {
    const world = shareAmong(processes(1), QFPAY_LIMIT)
    const [budget] = world.budgets as [Budget]
    const gaveUp = new AbortController()
    const rejected = assert.rejects(
      budget.acquire(() => 'payer', gaveUp.signal),
      /no longer/,
    )
    gaveUp.abort(new Error('no longer'))
    await rejected
    world.send(0, 'payer')
    await world.pass(50)
    assert.equal(world.sent.length, 1)
  })

  it('rejects all waiting requests when the process stops', async () => {
    const world = shareAmong(processes(1), QFPAY_LIMIT)
    const [budget] = world.budgets as [Budget]
    world.break({ isDown: true })
    const refused = assert.rejects(
      budget.acquire(() => 'waiting'),
      /stopping/,
    )
    await world.pass(2_000)
    budget.giveUp(new Error('stopping'))
    await refused
  })
})
