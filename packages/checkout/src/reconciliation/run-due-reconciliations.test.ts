import assert from 'node:assert/strict'
import { before, beforeEach, it } from 'node:test'
import { waitUntil } from '@tael/testing/patience'
import { openTestDeps, TEST_ACCOUNT, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import {
  openListingGateway,
  type ListedRow,
  type ListingGateway,
} from '../../test/support/listing-gateway.ts'
import {
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import type { Account } from '../accounts/account.ts'
import { addAccount } from '../accounts/add-account.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
import { readPayment } from '../payments/read-payments.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../platform/durations.ts'
import { requestRefund } from '../refunds/request-refund.ts'
import { readDifferences, readReconciliation } from './read-reconciliations.ts'
import { readWindow } from './read-window.ts'
import type { Reconciliation } from './reconciliation.ts'
import { reconciliationWork, runDueReconciliations } from './run-due-reconciliations.ts'
import { startReconciliation } from './start-reconciliation.ts'

/** Midnight of QFPay's clock. */
const MIDNIGHT = Date.parse('2026-02-28T16:00:00Z')
const RANGE = { from: new Date(MIDNIGHT), to: new Date(MIDNIGHT + DAY_MS) }

describeOnDatabase('reconciliations', (database) => {
  let clock: HandClock
  let gateway: ListingGateway
  /** Two processes on one database. */
  let deps: TestDeps
  let other: TestDeps
  let account: Account

  const open = (): TestDeps =>
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
    while ((await whileTimePasses(clock, runDueReconciliations(process))) > 0);
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
    await applyVerdict(deps, attempt, paidVerdict(attempt, { amount }))
    return [payment, attempt]
  }

  it('read a thousand transactions of a day in some thirty enquiries, each once', async () => {
    const numbers = list(1000, DAY_MS / 1000)
    const run = await finish(await start())
    assert.partialDeepStrictEqual(run, { status: 'completed', transactions: 1000 })
    assert.deepEqual(await numbersOf(run), numbers)
    assert.ok(gateway.ranges.length <= 40, `${gateway.ranges.length} enquiries`)
    assert.deepEqual(run.counts, { unknown: { resolved: 0, reported: 1000 } })
  })

  it('read a quiet month in a few enquiries', async () => {
    const from = new Date(MIDNIGHT - 28 * DAY_MS)
    const numbers = list(28, DAY_MS, from.getTime())
    const run = await finish(await start({ from, to: RANGE.from }))
    assert.equal(run.transactions, 28)
    assert.deepEqual(await numbersOf(run), numbers)
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
      const numbers = list(130, 17 * SECOND_MS, MIDNIGHT + HOUR_MS)
      const run = await finish(await start())
      assert.equal(run.transactions, 130)
      assert.deepEqual(await numbersOf(run), numbers)
    })
  }

  it('report a row without a time once, though two windows show it', async () => {
    list(130, 17 * SECOND_MS, MIDNIGHT + HOUR_MS)
    // Where one window ends and the next begins, as the hour after is too full.
    const at = new Date(MIDNIGHT + 45 * MINUTE_MS)
    gateway.rows.push({ number: 'TIMELESS', at, shown: { sysdtm: '' } })
    const run = await finish(await start())
    assert.equal(run.transactions, 132, 'it was listed twice')
    assert.equal((await numbersOf(run)).filter((number) => number === 'TIMELESS').length, 1)
  })

  it('turn pages only where a single second fills more than one', async () => {
    const numbers = list(130, 0, MIDNIGHT + HOUR_MS)
    const run = await finish(await start())
    assert.equal(run.transactions, 130)
    assert.deepEqual(await numbersOf(run), numbers)
  })

  it('take nothing from a process whose lease another has taken over', async () => {
    list(20, HOUR_MS)
    const run = await start()
    const late = { ...run, workAt: new Date(clock.now().getTime() - SECOND_MS) }
    assert.equal(await whileTimePasses(clock, readWindow(deps, late)), undefined)
    assert.deepEqual(await read(run), run)
    assert.deepEqual(await numbersOf(run), [])
    const done = await finish(run, other)
    assert.equal(await whileTimePasses(clock, readWindow(deps, late)), undefined)
    assert.deepEqual(await read(run), done)
    assert.equal((await found(run)).length, 20)
  })

  it('each belong to one process, however many look for them together', async () => {
    const numbers = list(300, DAY_MS / 300)
    const run = await start()
    for (let due = 1; due > 0;) {
      const both = [deps, other, open(), open()].map((process) => runDueReconciliations(process))
      due = (await whileTimePasses(clock, Promise.all(both))).reduce((sum, count) => sum + count)
    }
    assert.equal((await read(run)).transactions, 300)
    assert.deepEqual(await numbersOf(run), numbers)
    assert.equal(new Set(gateway.ranges).size, gateway.ranges.length, 'no range is asked twice')
  })

  it('keep no other merchant waiting', async () => {
    const { appCode } = account.settings
    const never = new Promise<never>(() => undefined)
    const slowly = openTestDeps(database(), {
      clock,
      fetch: (url, init) =>
        new Headers(init?.headers).get('x-qf-appcode') === appCode
          ? never
          : gateway.fetch(url, init),
    })
    const reconciler = reconciliationWork.start(slowly)
    const slow = await start()
    await whileTimePasses(clock, reconciler.serveDue())
    account = (await addAccount(deps, { ...TEST_ACCOUNT, app_code: 'B'.repeat(32) })).account
    const quick = await start()
    const over = waitUntil('the other merchant’s run is over', async () => {
      await reconciler.serveDue()
      return (await read(quick)).status === 'completed'
    })
    await whileTimePasses(clock, over)
    assert.equal((await read(slow)).failure, undefined, 'it waits for its first answer')
    await whileTimePasses(clock, reconciler.stop())
  })

  it('stall with a reason while the gateway does not answer, and continue later', async () => {
    const numbers = list(300, DAY_MS / 300)
    const run = await start()
    gateway.manners.trouble = (ranges) => {
      if (ranges > 4) throw new TypeError('fetch failed')
    }
    const stalled = await finish(run)
    assert.equal(stalled.status, 'stalled')
    assert.match(stalled.failure ?? '', /trade\/v1\/query/)
    assert.ok(stalled.readUntil > run.from, 'what was read stays read')
    gateway.manners.trouble = () => undefined
    const done = await finish(run)
    assert.equal(done.status, 'completed')
    assert.equal(done.failure, undefined)
    assert.equal(done.failures, 0)
    assert.equal(done.transactions, 300)
    assert.deepEqual(await numbersOf(run), numbers)
  })

  it('record an order that is paid at QFPay and was given up here', async () => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    const openedAt = clock.now()
    await clock.advance(3 * HOUR_MS)
    await applyVerdict(deps, attempt, { kind: 'unpaid' })
    gateway.rows.push({ number: attempt.id, at: openedAt })
    const run = await finish(await start({ from: wholeSecond(openedAt), to: clock.now() }))
    const [difference, ...others] = await found(run)
    assert.partialDeepStrictEqual(difference, {
      kind: 'paid_unrecorded',
      outcome: 'recorded',
      ours: { status: 'lapsed' },
    })
    assert.deepEqual(others, [])
    assert.equal((await readPayment(deps, payment.id))?.status, 'succeeded')
    const again = await finish(await start({ from: wholeSecond(openedAt), to: clock.now() }))
    assert.deepEqual(again.counts, {}, 'now the books agree')
    assert.equal(again.transactions, 1)
  })

  it('open a review if QFPay does not know an order that is paid here', async () => {
    const openedAt = wholeSecond(clock.now())
    const [payment, attempt] = await paid()
    await clock.advance(HOUR_MS)
    const run = await finish(await start({ from: openedAt, to: wholeSecond(clock.now()) }))
    const [difference] = await found(run)
    assert.partialDeepStrictEqual(difference, {
      kind: 'missing',
      outcome: 'reported',
      attemptId: attempt.id,
    })
    const { reviews, status } = (await readPayment(deps, payment.id)) ?? {}
    const facts = { finding: 'paid_here', answer: { kind: 'missing' } } as const
    const said = { facts, message: 'paid here, and unknown at QFPay' }
    assert.partialDeepStrictEqual(difference, said)
    assert.deepEqual(reviews, [{ code: 'books_differ', subject: attempt.id, ...said }])
    assert.equal(status, 'succeeded')
  })

  const shown = (fields: Record<string, string>) => (rows: readonly ListedRow[]) =>
    rows.map((row) => ({ ...row, shown: { ...row.shown, ...fields } }))
  const lapsed = async (): Promise<[Payment, Attempt]> => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    gateway.rows.push({ number: attempt.id, at: clock.now() })
    await clock.advance(3 * HOUR_MS)
    await applyVerdict(deps, attempt, { kind: 'unpaid' })
    return [payment, attempt]
  }
  const reviewsOf = async ({ id }: Payment) => (await readPayment(deps, id))?.reviews

  for (const [said, byNumber, kind] of [
    ['unknown', () => [], 'paid_unrecorded'],
    ['not paid', shown({ respcd: '1143' }), 'paid_unrecorded'],
    ['refused (1204)', shown({ respcd: '1204' }), 'paid_unrecorded'],
    ['an unreadable row', shown({ txamt: '' }), 'amount'],
  ] as const) {
    it(`open a review if QFPay lists an order as paid that is ${said} by its number`, async () => {
      const from = wholeSecond(clock.now())
      const [payment, attempt] = await lapsed()
      gateway.manners.byNumber = byNumber
      const run = await finish(await start({ from, to: wholeSecond(clock.now()) }))
      const [difference, ...others] = await found(run)
      assert.partialDeepStrictEqual(difference, { kind, outcome: 'reported' })
      assert.deepEqual(others, [])
      const reviews = await reviewsOf(payment)
      const review = reviews?.find(({ code }) => code === 'books_differ')
      assert.equal(review?.subject, attempt.id)
      assert.ok(review.message.includes(said), review.message)
      // On the second night it is the same review, and opened once.
      await finish(await start({ from, to: wholeSecond(clock.now()) }))
      assert.deepEqual(await reviewsOf(payment), reviews)
    })
  }

  it('give QFPay a day for orders that are still asked about, and no more', async () => {
    const from = wholeSecond(clock.now())
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    gateway.rows.push({ number: attempt.id, at: clock.now() })
    gateway.manners.byNumber = () => []
    await clock.advance(HOUR_MS)
    const young = await finish(await start({ from, to: wholeSecond(clock.now()) }))
    assert.deepEqual(await found(young), [])
    assert.deepEqual(await reviewsOf(payment), [])
    await clock.advance(DAY_MS)
    const to = new Date(from.getTime() + HOUR_MS)
    const old = await finish(await start({ from, to }))
    assert.deepEqual(old.counts, { paid_unrecorded: { resolved: 0, reported: 1 } })
    assert.match(
      (await reviewsOf(payment))?.[0]?.message ?? '',
      /recorded here; asked by its number, .* unknown/,
    )
  })

  it('open a review if the list keeps showing another amount than the look-up by number', async () => {
    const from = wholeSecond(clock.now())
    const [payment, attempt] = await paid()
    gateway.rows.push({ number: attempt.id, at: clock.now(), amount: 1 })
    gateway.manners.byNumber = (rows) => rows.map((row) => ({ ...row, amount: 1099 }))
    await clock.advance(HOUR_MS)
    const run = await finish(await start({ from, to: wholeSecond(clock.now()) }))
    assert.deepEqual(run.counts, { amount: { resolved: 0, reported: 1 } })
    assert.match(
      (await reviewsOf(payment))?.[0]?.message ?? '',
      /HK\$10\.99 here, HK\$0\.01 at QFPay; .* what is here/,
    )
  })

  it('open no review again about a difference that a person has resolved, while nothing has changed', async () => {
    const { db } = deps.database
    const from = wholeSecond(clock.now())
    const [payment, attempt] = await paid()
    gateway.rows.push({ number: attempt.id, at: clock.now(), amount: 1 })
    gateway.manners.byNumber = (rows) => rows.map((row) => ({ ...row, amount: 1099 }))
    await clock.advance(HOUR_MS)
    const range = { from, to: wholeSecond(clock.now()) }
    const reviewsAfterRun = async (resolution: 'booked' | null) => {
      const ofPayment = db.updateTable('payment').where('id', '=', payment.id)
      await ofPayment.set({ reviews: '[]' }).execute()
      const work = db.updateTable('reconciliation_difference').where('payment_id', '=', payment.id)
      const resolvedAt = resolution === null ? null : clock.now()
      await work.set({ resolution, resolved_at: resolvedAt }).where('repeats', 'is', null).execute()
      const run = await finish(await start(range))
      assert.deepEqual(run.counts, { amount: { resolved: 0, reported: 1 } })
      return (await reviewsOf(payment))?.length
    }
    assert.equal(await reviewsAfterRun(null), 1)
    assert.equal(await reviewsAfterRun('booked'), 0)
    assert.equal(await reviewsAfterRun('booked'), 0)
    assert.equal(await reviewsAfterRun(null), 1)
  })

  it('open a review about a refund that QFPay lists as done and knows under no number', async () => {
    const from = wholeSecond(clock.now())
    const [payment, attempt] = await paid()
    const refund = await inTransaction(deps.database, async (trx) => {
      const requested = await requestRefund(trx, deps, {
        attemptId: attempt.id,
        amount: 500,
        evenIfInReview: false,
      })
      assert.ok(requested.kind === 'requested')
      return requested.refund.id
    })
    gateway.rows.push({ number: attempt.id, at: clock.now(), shown: { cancel: '5' } })
    const refundRow = { order_type: 'refund' }
    gateway.rows.push({ number: refund, at: clock.now(), amount: 500, shown: refundRow })
    gateway.manners.byNumber = (rows) => rows.filter(({ number }) => number !== refund)
    await clock.advance(HOUR_MS)
    const to = wholeSecond(clock.now())
    const young = await finish(await start({ from, to }))
    assert.deepEqual(young.counts, {}, 'it is still asked about')
    await clock.advance(DAY_MS)
    const old = await finish(await start({ from, to }))
    assert.deepEqual(old.counts, { refund: { resolved: 0, reported: 1 } })
    const message = 'refunded at QFPay, requested here; asked by its number, QFPay says: unknown'
    const facts = {
      finding: 'refunded_at_gateway',
      status: 'requested',
      by_number: { kind: 'missing' },
    } as const
    assert.partialDeepStrictEqual((await found(old))[0], { facts, message })
    assert.deepEqual(await reviewsOf(payment), [
      { code: 'books_differ', subject: refund, facts, message },
    ])
  })

  it('add to the reviews that a payment already has', async () => {
    const from = wholeSecond(clock.now())
    const [payment, attempt] = await lapsed()
    const { db } = database()
    const other = { code: 'unanswered', subject: attempt.id, message: 'something else' }
    await db
      .updateTable('payment')
      .set({ reviews: JSON.stringify([other]) })
      .execute()
    gateway.manners.byNumber = () => []
    await finish(await start({ from, to: wholeSecond(clock.now()) }))
    const [first, second, ...more] = (await reviewsOf(payment)) ?? []
    assert.deepEqual(first, other)
    assert.deepEqual(more, [])
    assert.partialDeepStrictEqual(second, { code: 'books_differ', subject: attempt.id })
    assert.ok(second?.message.startsWith('paid at QFPay, lapsed here'))
  })

  it('end although QFPay does not answer about one order, and report the reason', async () => {
    const from = wholeSecond(clock.now())
    const dead = [await lapsed(), await lapsed(), await lapsed()]
    const [poisoned] = dead[1] ?? []
    const number = dead[1]?.[1].id ?? ''
    gateway.manners.trouble = (_, numbers) => {
      if (numbers.some((one) => one.endsWith(number))) throw new TypeError('fetch failed')
    }
    const run = await start({ from, to: wholeSecond(clock.now()) })
    for (let tries = 0; tries < 20 && (await read(run)).workAt !== undefined; tries++) {
      await finish(run)
    }
    const { status, counts } = await read(run)
    assert.equal(status, 'completed')
    assert.deepEqual(counts, { paid_unrecorded: { resolved: 2, reported: 1 } })
    assert.ok(poisoned)
    assert.match(
      (await reviewsOf(poisoned))?.[0]?.message ?? '',
      /lapsed here; .* does not answer: .*query/,
    )
  })

  it('count the unreadable rows of every page', async () => {
    list(130, 0, MIDNIGHT + HOUR_MS)
    const at = new Date(MIDNIGHT + HOUR_MS)
    for (const number of ['ODD-1', 'ODD-2']) {
      gateway.rows.push({ number, at, shown: { txcurrcd: '' } })
    }
    const run = await finish(await start())
    assert.partialDeepStrictEqual(run, { transactions: 130, unreadable: 2 })
  })

  it('lose nothing where QFPay passes over the size of a page, and does not say so', async () => {
    Object.assign(gateway.manners, { mostRows: 10, isSizeTold: false })
    const numbers = list(33, 17 * SECOND_MS, MIDNIGHT + HOUR_MS)
    const run = await finish(await start())
    assert.equal(run.transactions, 33)
    assert.deepEqual(await numbersOf(run), numbers)
  })

  it('say nothing of an order that the list leaves out and its own enquiry shows', async () => {
    const openedAt = wholeSecond(clock.now())
    const [payment, attempt] = await paid()
    // Its row is of another hour: QFPay's clock was off.
    gateway.rows.push({ number: attempt.id, at: new Date(openedAt.getTime() + DAY_MS) })
    await clock.advance(HOUR_MS)
    const run = await finish(await start({ from: openedAt, to: wholeSecond(clock.now()) }))
    assert.equal(run.status, 'completed')
    assert.deepEqual(run.counts, {})
    assert.deepEqual(await found(run), [])
    assert.deepEqual(gateway.numbers, [`20260302${attempt.id}`])
    assert.deepEqual(await reviewsOf(payment), [])
  })

  it('find their rows by an index, however many there are', async () => {
    const { db } = database()
    const { watched, statements } = watchStatements(db)
    const openedAt = wholeSecond(clock.now())
    const [, attempt] = await paid()
    gateway.rows.push({ number: attempt.id, at: new Date(openedAt.getTime() + HOUR_MS), amount: 1 })
    await clock.advance(2 * HOUR_MS)
    const run = await start({ from: openedAt, to: wholeSecond(clock.now()) })
    await finish(run, { ...deps, database: { ...deps.database, db: watched } })
    assert.deepEqual((await read(run)).counts, { amount: { resolved: 0, reported: 1 } })
    assert.ok(statements.length > 20)
    for (const { text, plan } of await explain(db, statements)) {
      // The endpoints of an account are few.
      if (!text.includes('webhook_endpoint')) assert.doesNotMatch(plan, /Seq Scan/, text)
    }
  })

  it('continue with differences that another process had found and not concluded', async () => {
    const openedAt = wholeSecond(clock.now())
    const attempts = [await paid(), await paid()].map(([, attempt]) => attempt)
    await clock.advance(HOUR_MS)
    const run = await start({ from: openedAt, to: wholeSecond(clock.now()) })
    await clock.advance(5 * MINUTE_MS)
    const hangs = Promise.withResolvers<undefined>()
    gateway.manners.trouble = () => (gateway.numbers.length > 0 ? hangs.promise.then() : undefined)
    const dying = runDueReconciliations(deps)
    await timePassesUntil(() => gateway.numbers.length > 0)
    gateway.manners.trouble = () => undefined
    const done = await finish(run, other)
    hangs.resolve(undefined)
    await whileTimePasses(clock, dying)
    assert.deepEqual(done.counts, { missing: { resolved: 0, reported: 2 } })
    assert.deepEqual(await numbersOf(run), attempts.map(({ id }) => id).toSorted())
    assert.deepEqual(await read(run), done)
  })
})

function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / SECOND_MS) * SECOND_MS)
}

function digest(text: string): number {
  return [...Buffer.from(text)].reduce((sum, byte) => (sum * 31 + byte) % 997, 7)
}
