import assert from 'node:assert/strict'
import { it } from 'node:test'
import { waitUntil } from '@tael/testing/patience'
import { openTestDeps, TEST_ACCOUNT, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses } from '../../test/support/hand-clock.ts'
import { openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import { addAccount } from '../accounts/add-account.ts'
import { nextEnquiryAt } from '../enquiries/schedule.ts'
import { ENQUIRIES, takeDueAttempts } from '../payments/attempt-store.ts'
import type { Attempt } from '../payments/attempt.ts'
import { cancelPayment } from '../payments/cancel-payment.ts'
import type { Payment } from '../payments/payment.ts'
import { HOUR_MS } from '../platform/durations.ts'
import { closingWork } from './close-orders.ts'

describeOnDatabase('attempts of several merchants', (database) => {
  /** A payment of a new account, with its order. */
  async function openOrder(deps: TestDeps, appCode: string) {
    const asked = { ...TEST_ACCOUNT, app_code: appCode.repeat(32), close_orders: true }
    const { account } = await addAccount(deps, asked)
    const payment = await openTestPayment(deps, account, { expiresIn: 4 * 3600 })
    return { payment, attempt: await recordTestAttempt(deps, payment) }
  }
  const more = (deps: TestDeps, payment: Payment, count: number): Promise<readonly Attempt[]> =>
    Promise.all(Array.from({ length: count }, () => recordTestAttempt(deps, payment)))

  it('are asked about in turn: nobody waits behind the many of another', async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock })
    const busy = await openOrder(deps, 'A')
    const many = [busy.attempt, ...(await more(deps, busy.payment, 59))]
    await clock.advance(1_000)
    const quiet = await openOrder(deps, 'B')
    const few = [quiet.attempt, ...(await more(deps, quiet.payment, 2))]
    const { db } = database()
    const { watched, statements } = watchStatements(db)
    const take = (limit: number) =>
      takeDueAttempts(watched, ENQUIRIES, { now: clock.now(), limit, nextAt: nextEnquiryAt })
    const first = (await take(20)).map(({ id }) => id)
    assert.equal(first.length, 20)
    for (const { id } of few) assert.ok(first.includes(id))
    assert.equal(statements.length, 2, 'however many accounts there are')
    const all = [...first]
    for (let batch = await take(20); batch.length > 0; batch = await take(20))
      all.push(...batch.map(({ id }) => id))
    const expected = [...many, ...few].map(({ id }) => id)
    assert.deepEqual(all.toSorted(), expected.toSorted(), 'each once')
    for (const { plan, text } of await explain(db, statements.slice(0, 1)))
      assert.doesNotMatch(plan, /Seq Scan on attempt/, text)
  })

  it('are closed although another merchant’s gateway hangs', async () => {
    const clock = createHandClock()
    const closed: string[] = []
    const hanging = 'A'.repeat(32)
    const gateway: typeof fetch = async (url, init) => {
      const request = new Request(url, init)
      if (request.headers.get('x-qf-appcode') === hanging) return new Promise(() => undefined)
      const asked = new URLSearchParams(await request.text())
      const number = asked.get('out_trade_no') ?? ''
      if (request.url.includes('/query')) {
        const unpaid = { out_trade_no: number, syssn: '1', respcd: '1143', order_type: 'payment' }
        return Response.json({ respcd: '0000', data: [unpaid] })
      }
      closed.push(number)
      return Response.json({ respcd: '0000', syssn: '2', orig_syssn: '1', out_trade_no: number })
    }
    const deps = openTestDeps(database(), { clock, fetch: gateway })
    const closer = closingWork.start(deps)
    const [busy, quiet] = [await openOrder(deps, 'A'), await openOrder(deps, 'B')]
    await clock.advance(HOUR_MS / 4)
    await cancelPayment(deps, busy.payment.id)
    assert.equal(await closer.serveDue(), 1)
    await cancelPayment(deps, quiet.payment.id)
    assert.equal(await closer.serveDue(), 1, 'the first is under way')
    await whileTimePasses(
      clock,
      waitUntil('the order is closed', () => closed.includes(quiet.attempt.id)),
    )
    deps.gateways.giveUp()
    await whileTimePasses(clock, closer.stop())
  })
})
