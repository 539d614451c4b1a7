import assert from 'node:assert/strict'
import { before, beforeEach, it } from 'node:test'
import { waitUntil } from '../../../../test/support/patience.ts'
import type { Account } from '../accounts/account.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import type { Payment } from '../payments/payment.ts'
import { readPayment } from '../payments/read-payments.ts'
import { settleAttempt } from '../payments/settle-attempt.ts'
import type { Attempt } from '../payments/attempt.ts'
import { openTestDeps } from '../testing/checkout.ts'
import { describeOnDatabase } from '../testing/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../testing/hand-clock.ts'
import { openListingGateway, type ListingGateway } from '../testing/listing-gateway.ts'
import {
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../testing/payments.ts'
import { explain, watchStatements } from '../testing/watch-statements.ts'
import { goOnReconciling } from './go-on-reconciling.ts'
import { readWindow } from './read-window.ts'
import { readDifferences, readReconciliation } from './read-reconciliations.ts'
import type { Reconciliation } from './reconciliation.ts'
import { startReconciliation } from './start-reconciliation.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Midnight of QFPay's clock. */
const MIDNIGHT = Date.parse('2026-02-28T16:00:00Z')
const RANGE = { from: new Date(MIDNIGHT), to: new Date(MIDNIGHT + DAY) }

describeOnDatabase('reconciliations', (database) => {
  let clock: HandClock
  let gateway: ListingGateway
  /** Two processes on one database. */
  let deps: Deps
  let other: Deps
  let account: Account

  const open = (): Deps =>
    openTestDeps(database(), { clock, fetch: (url, init) => gateway.fetch(url, init) })

  before(() => {
    clock = createHandClock()
  })
  beforeEach(async () => {
    gateway = openListingGateway()
    deps = open()
    other = open()
    account = await openTestAccount(deps)
  })

  const timePassesUntil = async (is: () => boolean): Promise<void> => {
    const waiting = waitUntil('the run is where it should be', is)
    await whileTimePasses(clock, waiting)
  }
  const start = async (range: { from: Date; to: Date } = RANGE): Promise<Reconciliation> => {
    const run = await inTransaction(deps.database, (trx) =>
      startReconciliation(trx, deps, account, range),
    )
    assert.ok(run)
    return run
  }
  const read = async ({ id }: Reconciliation): Promise<Reconciliation> => {
    const run = await readReconciliation(deps, id)
    assert.ok(run)
    return run
  }
  /** Goes on until nothing is due. */
  const finish = async (run: Reconciliation, process = deps): Promise<Reconciliation> => {
    const { workAt } = await read(run)
    await clock.advance(Math.max(0, (workAt?.getTime() ?? 0) - clock.now().getTime()))
    while ((await whileTimePasses(clock, goOnReconciling(process))) > 0);
    return read(run)
  }
  const found = async (run: Reconciliation) => {
    const filter = { reconciliationId: run.id, limit: 5000 }
    return (await readDifferences(deps, filter)).differences
  }
  const numbersOf = async (run: Reconciliation) =>
    (await found(run)).map(({ outTradeNo }) => outTradeNo).toSorted()
  const list = (count: number, everyMs: number, from = MIDNIGHT): readonly string[] => {
    const rows = Array.from({ length: count }, (_, n) => ({
      number: `POS-${String(n).padStart(4, '0')}`,
      at: new Date(from + n * everyMs),
    }))
    gateway.rows.push(...rows)
    return rows.map(({ number }) => number)
  }
  const paid = async (changed: Partial<Payment> = {}): Promise<[Payment, Attempt]> => {
    const { amount = 1099 } = changed
    const payment = await openTestPayment(deps, account, { amount })
    const attempt = await recordTestAttempt(deps, payment)
    await settleAttempt(deps, attempt, paidVerdict(attempt, { amount }))
    return [payment, attempt]
  }

  it('read a thousand transactions of a day in some thirty enquiries, each once', async () => {
    const numbers = list(1000, DAY / 1000)
    const run = await finish(await start())
    assert.deepEqual([run.status, run.transactions], ['completed', 1000])
    assert.deepEqual(await numbersOf(run), numbers)
    assert.ok(gateway.ranges.length <= 40, `${gateway.ranges.length} enquiries`)
    assert.deepEqual(run.counts, { unknown: { healed: 0, reported: 1000 } })
  })

  it('read a quiet month in a few enquiries', async () => {
    const from = new Date(MIDNIGHT - 28 * DAY)
    const numbers = list(28, DAY, from.getTime())
    const run = await finish(await start({ from, to: RANGE.from }))
    assert.deepEqual([run.transactions, await numbersOf(run)], [28, numbers])
    assert.ok(gateway.ranges.length <= 5, `${gateway.ranges.length} enquiries`)
  })

  for (const [manner, change] of Object.entries({
    'oldest first': { order: (rows) => rows.toSorted((a, b) => a.at.getTime() - b.at.getTime()) },
    'in no order': {
      order: (rows) => rows.toSorted((a, b) => digest(a.number) - digest(b.number)),
    },
    'without the second at the end': { isEndIn: false },
    'without the second at the beginning': { isStartIn: false },
    'in small pages': { mostRows: 30 },
  } satisfies Record<string, Partial<ListingGateway['manners']>>)) {
    it(`lose and repeat nothing when QFPay lists ${manner}`, async () => {
      Object.assign(gateway.manners, change)
      const numbers = list(130, 17 * SECOND, MIDNIGHT + HOUR)
      const run = await finish(await start())
      assert.deepEqual([run.transactions, await numbersOf(run)], [130, numbers])
    })
  }

  it('say once of a row without a time what two windows show', async () => {
    list(130, 17 * SECOND, MIDNIGHT + HOUR)
    // Where one window ends and the next begins, as the hour after is too full.
    const at = new Date(MIDNIGHT + 45 * MINUTE)
    gateway.rows.push({ number: 'TIMELESS', at, shown: { sysdtm: '' } })
    const run = await finish(await start())
    assert.equal(run.transactions, 132, 'it was listed twice')
    assert.equal((await numbersOf(run)).filter((number) => number === 'TIMELESS').length, 1)
  })

  it('turn pages only where a single second fills more than one', async () => {
    const numbers = list(130, 0, MIDNIGHT + HOUR)
    const run = await finish(await start())
    assert.deepEqual([run.transactions, await numbersOf(run)], [130, numbers])
  })

  it('take nothing from a process whose lease another has taken over', async () => {
    list(20, HOUR)
    const run = await start()
    const late = { ...run, workAt: new Date(clock.now().getTime() - SECOND) }
    assert.equal(await whileTimePasses(clock, readWindow(deps, late)), undefined)
    assert.deepEqual([await read(run), await numbersOf(run)], [run, []])
    const done = await finish(run, other)
    assert.equal(await whileTimePasses(clock, readWindow(deps, late)), undefined)
    assert.deepEqual([await read(run), (await found(run)).length], [done, 20])
  })

  it('are one process’s each, however many look for them at once', async () => {
    const numbers = list(300, DAY / 300)
    const run = await start()
    for (let due = 1; due > 0;) {
      const both = [deps, other, open(), open()].map((process) => goOnReconciling(process))
      due = (await whileTimePasses(clock, Promise.all(both))).reduce((sum, count) => sum + count)
    }
    assert.deepEqual([(await read(run)).transactions, await numbersOf(run)], [300, numbers])
    assert.equal(new Set(gateway.ranges).size, gateway.ranges.length, 'no range is asked twice')
  })

  it('fail with a reason while the gateway gives no answer, and go on by themselves', async () => {
    const numbers = list(300, DAY / 300)
    const run = await start()
    gateway.manners.trouble = (ranges) => {
      if (ranges > 4) throw new TypeError('fetch failed')
    }
    const failed = await finish(run)
    assert.equal(failed.status, 'failed')
    assert.match(failed.failure ?? '', /trade\/v1\/query/)
    assert.ok(failed.readUntil > run.from, 'what was read stays read')
    gateway.manners.trouble = () => undefined
    const done = await finish(run)
    assert.deepEqual([done.status, done.failure, done.failures], ['completed', undefined, 0])
    assert.deepEqual([done.transactions, await numbersOf(run)], [300, numbers])
  })

  it('settle what is paid at QFPay and was thought dead here', async () => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    const openedAt = clock.now()
    await clock.advance(3 * HOUR)
    await settleAttempt(deps, attempt, { kind: 'unpaid' })
    gateway.rows.push({ number: attempt.id, at: openedAt })
    const run = await finish(await start({ from: wholeSecond(openedAt), to: clock.now() }))
    const [difference, ...others] = await found(run)
    assert.deepEqual(
      [difference?.kind, difference?.outcome, difference?.ours?.status, others.length],
      ['paid_unsettled', 'settled', 'lapsed', 0],
    )
    assert.equal((await readPayment(deps, payment.id))?.status, 'succeeded')
    const again = await finish(await start({ from: wholeSecond(openedAt), to: clock.now() }))
    assert.deepEqual([again.counts, again.transactions], [{}, 1], 'now the books agree')
  })

  it('call for a person when QFPay knows nothing of what is paid here', async () => {
    const openedAt = wholeSecond(clock.now())
    const [payment, attempt] = await paid()
    await clock.advance(HOUR)
    const run = await finish(await start({ from: openedAt, to: wholeSecond(clock.now()) }))
    const [difference] = await found(run)
    assert.deepEqual(
      [difference?.kind, difference?.outcome, difference?.attemptId],
      ['missing', 'reported', attempt.id],
    )
    const { frozenReason, status } = (await readPayment(deps, payment.id)) ?? {}
    assert.equal(frozenReason, `${attempt.id}: paid here, and unknown at QFPay (${run.id})`)
    assert.equal(status, 'succeeded')
  })

  it('say nothing before the order’s own enquiry has said the same', async () => {
    const openedAt = wholeSecond(clock.now())
    const [payment, attempt] = await paid()
    // Its row is of another hour: QFPay's clock was off.
    gateway.rows.push({ number: attempt.id, at: new Date(openedAt.getTime() + DAY) })
    await clock.advance(HOUR)
    const run = await finish(await start({ from: openedAt, to: wholeSecond(clock.now()) }))
    assert.deepEqual([run.status, run.counts, await found(run)], ['completed', {}, []])
    assert.deepEqual(gateway.numbers, [`20260302${attempt.id}`])
    assert.equal((await readPayment(deps, payment.id))?.frozenReason, undefined)
  })

  it('find their rows by an index, however many there are', async () => {
    const { db } = database()
    const { watched, statements } = watchStatements(db)
    const openedAt = wholeSecond(clock.now())
    const [, attempt] = await paid()
    gateway.rows.push({ number: attempt.id, at: new Date(openedAt.getTime() + HOUR), amount: 1 })
    await clock.advance(2 * HOUR)
    const run = await start({ from: openedAt, to: wholeSecond(clock.now()) })
    await finish(run, { ...deps, database: { ...deps.database, db: watched } })
    assert.deepEqual((await read(run)).counts, { amount: { healed: 0, reported: 1 } })
    assert.ok(statements.length > 20)
    for (const { text, plan } of await explain(db, statements)) {
      // The endpoints of an account are few.
      if (!text.includes('webhook_endpoint')) assert.doesNotMatch(plan, /Seq Scan/, text)
    }
  })

  it('go on with what another process had found and not decided', async () => {
    const openedAt = wholeSecond(clock.now())
    const attempts = [await paid(), await paid()].map(([, attempt]) => attempt)
    await clock.advance(HOUR)
    const run = await start({ from: openedAt, to: wholeSecond(clock.now()) })
    await clock.advance(5 * MINUTE)
    const hangs = Promise.withResolvers<undefined>()
    gateway.manners.trouble = () => (gateway.numbers.length > 0 ? hangs.promise.then() : undefined)
    const dying = goOnReconciling(deps)
    await timePassesUntil(() => gateway.numbers.length > 0)
    gateway.manners.trouble = () => undefined
    const done = await finish(run, other)
    hangs.resolve(undefined)
    await whileTimePasses(clock, dying)
    assert.deepEqual(done.counts, { missing: { healed: 0, reported: 2 } })
    assert.deepEqual(await numbersOf(run), attempts.map(({ id }) => id).toSorted())
    assert.deepEqual(await read(run), done)
  })
})

function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / SECOND) * SECOND)
}

function digest(text: string): number {
  return [...Buffer.from(text)].reduce((sum, byte) => (sum * 31 + byte) % 997, 7)
}
