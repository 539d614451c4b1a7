import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestDeps, TEST_ACCOUNT, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses } from '../../test/support/hand-clock.ts'
import {
  eventTypes,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { addAccount } from '../accounts/add-account.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import { inTransaction } from '../database/transaction.ts'
import { readPayment } from '../payments/read-payments.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import { BEGUN_WITHIN_MS } from '../platform/rounds.ts'
import { applyFinding } from './apply-finding.ts'
import { refundWork } from './process-due-refunds.ts'
import { readRefund } from './read-refunds.ts'
import type { Refund } from './refund.ts'
import { requestRefund } from './request-refund.ts'

/** QFPay, which does every refund immediately, and knows nothing else. */
const gateway = ((_: string, init: RequestInit) => {
  const asked = new URLSearchParams(init.body as string)
  const number = asked.get('out_trade_no') ?? ''
  const refund = { syssn: `r${number}`, out_trade_no: number, txamt: asked.get('txamt') }
  const answer = asked.has('txamt') ? refund : { data: [], page: 1, page_size: 100 }
  return Promise.resolve(Response.json({ respcd: '0000', ...answer }))
}) as typeof fetch

describeOnDatabase('processing due refunds', (database) => {
  const charge = async (deps: TestDeps, account: Account): Promise<string> => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, attempt, paidVerdict(attempt, { syssn: attempt.id.slice(4) }))
    return attempt.id
  }
  const ask = async (
    deps: TestDeps,
    { attemptId, amount }: { readonly attemptId: string; readonly amount?: number },
  ): Promise<Refund> => {
    const requested = { attemptId, evenIfInReview: false, ...(amount !== undefined && { amount }) }
    const asked = await inTransaction(deps.database, (trx) => requestRefund(trx, deps, requested))
    assert.ok(asked.kind === 'requested')
    return asked.refund
  }
  const statusOf = async (deps: TestDeps, { id }: Refund): Promise<string | undefined> =>
    (await readRefund(deps, id))?.status

  it('lets no merchant wait for another, and sends no event for a refund that waits for its turn', async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock, fetch: gateway })
    const request_limit = { per_second: 5, per_minute: 10 }
    const { account: busy } = await addAccount(deps, { ...TEST_ACCOUNT, request_limit })
    const { account: other } = await addAccount(deps, { ...TEST_ACCOUNT, app_code: 'B'.repeat(32) })
    const many: Refund[] = []
    while (many.length < 14) many.push(await ask(deps, { attemptId: await charge(deps, busy) }))
    await clock.advance(1000)
    const one = await ask(deps, { attemptId: await charge(deps, other) })
    const askedAt = clock.now().getTime()
    const sender = refundWork.start(deps)
    const pass = async (rounds: number) => {
      for (let round = 0; round < rounds; round++) {
        await whileTimePasses(clock, sender.serveDue())
        await whileTimePasses(clock, clock.sleep(1000))
      }
    }
    await pass(5)
    assert.equal((await readRefund(deps, one.id))?.status, 'succeeded')
    const tookMs = clock.now().getTime() - askedAt
    assert.ok(tookMs < 30_000, `it waited ${tookMs} ms for the others`)
    const before = await Promise.all(many.map(({ id }) => readRefund(deps, id)))
    assert.ok(
      before.some((refund) => refund?.status === 'requested'),
      'nobody had to wait',
    )
    await pass(200)
    for (const { id, paymentId } of many) {
      assert.equal((await readRefund(deps, id))?.status, 'succeeded')
      const told = await eventTypes(deps, { id: paymentId } as never)
      assert.deepEqual(
        told.filter((type) => type.startsWith('refund.')),
        ['refund.requested', 'refund.pending', 'refund.succeeded'],
      )
    }
    await whileTimePasses(clock, sender.stop())
  })

  it('lets a refund of the same charge go first when the one before it is postponed again', async () => {
    const clock = createHandClock()
    const sent: string[] = []
    /** The takings are too low: for the first until the end, for the second on the first day. */
    const poor = ((_: string, init: RequestInit) => {
      const asked = new URLSearchParams(init.body as string)
      const amount = asked.get('txamt')
      if (amount === null) return gateway(_, init)
      sent.push(amount)
      const isRefused = amount === '800' || sent.filter((one) => one === '200').length === 1
      return isRefused ? Promise.resolve(Response.json({ respcd: '1269' })) : gateway(_, init)
    }) as typeof fetch
    const deps = openTestDeps(database(), { clock, fetch: poor })
    const { account } = await addAccount(deps, TEST_ACCOUNT)
    const attemptId = await charge(deps, account)
    const first = await ask(deps, { attemptId, amount: 800 })
    const second = await ask(deps, { attemptId, amount: 200 })
    const sender = refundWork.start(deps)
    const goOnUntil = async (isEnough: () => Promise<boolean>): Promise<void> => {
      while (!(await isEnough())) {
        await whileTimePasses(clock, sender.serveDue())
        await whileTimePasses(clock, clock.sleep(1000))
      }
    }
    // Not only sent: what QFPay has answered must be written down before a day passes.
    await goOnUntil(async () => (await readRefund(deps, second.id))?.refusal !== undefined)
    assert.deepEqual(sent, ['800', '200'])
    await clock.advance(DAY_MS)
    await goOnUntil(() => Promise.resolve(sent.length >= 4))
    await whileTimePasses(clock, sender.stop())
    // Both are due again at the same instant.
    assert.deepEqual(sent.slice(2).toSorted(), ['200', '800'])
    assert.equal(await statusOf(deps, first), 'requested')
    assert.equal(await statusOf(deps, second), 'succeeded')
  })

  it('records one that QFPay did after it had failed as soon as another one no longer has its amount', async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock, fetch: gateway })
    const { account } = await addAccount(deps, TEST_ACCOUNT)
    const attemptId = await charge(deps, account)
    const no = { kind: 'confirmed', happened: false } as const
    const confirmation = { by: 'operator', note: '' } as const
    const failed = await ask(deps, { attemptId, amount: 600 })
    await applyFinding(deps, account, failed, { finding: { ...no, confirmation } })
    const other = await ask(deps, { attemptId, amount: 600 })
    await applyFinding(deps, account, failed, { finding: { kind: 'done', syssn: 'late' } })
    const codes = async (): Promise<unknown> =>
      (await readPayment(deps, failed.paymentId))?.reviews.map(({ code }) => code)
    assert.deepEqual(await codes(), ['refund_done_after_failure'])
    assert.equal(await statusOf(deps, failed), 'failed')

    await applyFinding(deps, account, other, { finding: { ...no, confirmation } })
    assert.deepEqual((await readRefund(deps, failed.id))?.workAt, clock.now())
    await applyFinding(deps, account, failed, { finding: { kind: 'done', syssn: 'late' } })
    assert.deepEqual(await codes(), [])
    assert.equal(await statusOf(deps, failed), 'succeeded')
  })

  it('calls a person if QFPay did it under an older number too, however late it says so', async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock, fetch: gateway })
    const { account } = await addAccount(deps, TEST_ACCOUNT)
    const refund = await ask(deps, { attemptId: await charge(deps, account), amount: 600 })
    const reviews = async (): Promise<unknown> =>
      (await readPayment(deps, refund.paymentId))?.reviews.map(({ code, facts }) => [code, facts])
    await applyFinding(deps, account, refund, { finding: { kind: 'done', syssn: 'newest' } })
    await applyFinding(deps, account, refund, { finding: { kind: 'done', syssn: 'newest' } })
    assert.deepEqual(await reviews(), [])
    const finding = { kind: 'done', syssn: 'older', alsoAs: 'newest' } as const
    await applyFinding(deps, account, refund, { finding })
    await applyFinding(deps, account, refund, { finding })
    const facts = { finding: 'refunded_twice', syssns: ['older', 'newest'] }
    assert.deepEqual(await reviews(), [['refund_done_twice', facts]])
    assert.equal((await readRefund(deps, refund.id))?.syssn, 'newest')
  })

  it('calls nobody to a refund that QFPay has postponed when it does not answer once', async () => {
    const clock = createHandClock()
    const later = () => Promise.resolve(Response.json({ respcd: '1269' }))
    const silent = () => Promise.resolve(new Response('', { status: 502 }))
    let answer = later
    const deps = openTestDeps(database(), { clock, fetch: () => answer() })
    const { account } = await addAccount(deps, TEST_ACCOUNT)
    const refund = await ask(deps, { attemptId: await charge(deps, account) })
    const reviewsAfter = async (ms: number): Promise<readonly string[]> => {
      await clock.advance(ms)
      const sender = refundWork.start(deps)
      await whileTimePasses(clock, sender.serveDue())
      await whileTimePasses(clock, sender.stop())
      const payment = await readPayment(deps, refund.paymentId)
      return payment?.reviews.map(({ code }) => code) ?? []
    }
    assert.deepEqual(await reviewsAfter(0), [])
    assert.equal(await statusOf(deps, refund), 'requested')
    answer = silent
    assert.deepEqual(await reviewsAfter(2 * DAY_MS), [])
    assert.deepEqual(await reviewsAfter(DAY_MS), ['refund_overdue'])
  })

  it('calls a person after a day if QFPay never answers about a refund', async () => {
    const clock = createHandClock()
    const silent = () => Promise.resolve(new Response('', { status: 502 }))
    const deps = openTestDeps(database(), { clock, fetch: silent })
    const { account } = await addAccount(deps, TEST_ACCOUNT)
    const refund = await ask(deps, { attemptId: await charge(deps, account) })
    const reviews = async (): Promise<readonly unknown[]> => {
      const sender = refundWork.start(deps)
      await whileTimePasses(clock, sender.serveDue())
      await whileTimePasses(clock, sender.stop())
      const payment = await readPayment(deps, refund.paymentId)
      return payment?.reviews.map(({ code, subject }) => ({ code, subject })) ?? []
    }
    assert.deepEqual(await reviews(), [])
    assert.equal(await statusOf(deps, refund), 'pending')
    await clock.advance(DAY_MS)
    const overdue = [{ code: 'refund_overdue', subject: refund.id }]
    assert.deepEqual(await reviews(), overdue)
    await clock.advance(DAY_MS)
    assert.deepEqual(await reviews(), overdue)
  })

  it('is seen to be stuck while an answer never comes, which only a restart ends', async () => {
    const clock = createHandClock()
    const silent = () => Promise.resolve(new Response('', { status: 502 }))
    const deps = openTestDeps(database(), { clock, fetch: silent })
    const { account } = await addAccount(deps, TEST_ACCOUNT)
    const refund = await ask(deps, { attemptId: await charge(deps, account) })
    const sender = refundWork.start(deps)
    await whileTimePasses(clock, sender.serveDue())
    await whileTimePasses(clock, sender.stop())
    assert.equal(await statusOf(deps, refund), 'pending')

    await clock.advance(HOUR_MS)
    const asked = Promise.withResolvers<undefined>()
    const enquirer = {
      ask() {
        asked.resolve(undefined)
        return new Promise(() => undefined)
      },
    }
    await refundWork.start({ ...deps, gateways: (() => ({ enquirer })) as never }).serveDue()
    await asked.promise
    assert.deepEqual(deps.rounds.overdue(), [])
    await clock.advance(BEGUN_WITHIN_MS + 1)
    assert.deepEqual(deps.rounds.overdue(), [{ task: 'refund', forMs: BEGUN_WITHIN_MS + 1 }])
  })
})
