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
import { createRefundProcessor } from './process-due-refunds.ts'
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
  const ask = async (deps: TestDeps, account: Account): Promise<Refund> => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, attempt, paidVerdict(attempt, { syssn: attempt.id.slice(4) }))
    const requested = { attemptId: attempt.id, evenIfInReview: false } as const
    const asked = await inTransaction(deps.database, (trx) => requestRefund(trx, deps, requested))
    assert.ok(asked.kind === 'requested')
    return asked.refund
  }

  it('lets no merchant wait for another, and sends no event for a refund that waits for its turn', async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock, fetch: gateway })
    const request_limit = { per_second: 5, per_minute: 10 }
    const { account: busy } = await addAccount(deps, { ...TEST_ACCOUNT, request_limit })
    const { account: other } = await addAccount(deps, { ...TEST_ACCOUNT, app_code: 'B'.repeat(32) })
    const many: Refund[] = []
    while (many.length < 14) many.push(await ask(deps, busy))
    await clock.advance(1000)
    const one = await ask(deps, other)
    const askedAt = clock.now().getTime()
    const sender = createRefundProcessor(deps)
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
})
