import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { joinWorld, whileTimePasses, type JoinedWorld } from '../support/joined-world.ts'
import {
  typesOf,
  isOver,
  openOrder,
  makePaid,
  requestRefund,
  readRefund,
  listRefunds,
  passUntilOver,
  sumRefunded,
  listNumbersSent,
} from '../support/refunding.ts'

describeOnDatabase('refunds', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
    world.sandbox.settings.change({ unsettledFloat: null })
  })
  after(() => world.close())

  it('refund a payment in parts, one at a time and in order, until nothing remains', async () => {
    const payment = await makePaid(world, 1000)
    const parts = []
    for (const amount of [300, 300, 300])
      parts.push(await requestRefund(world, payment, { amount }))
    parts.push(await requestRefund(world, payment))
    assert.equal(parts.at(-1)?.amount, 100)
    const last = parts.at(-1)
    assert.ok(last)
    await passUntilOver(world, last)
    assert.equal(sumRefunded(world, payment.attempt), 1000)
    assert.equal((await world.getPayment(payment.id)).amount_refunded, 1000)
    const done = (await world.getEvents(payment.id)).filter(
      ({ type }) => type === 'refund.succeeded',
    )
    assert.deepEqual(
      done.map(({ data }) => data['refund']),
      parts.map(({ id }) => id),
    )
    const refused = await world.call(`/v1/payments/${payment.id}/refunds`, {})
    assert.equal(refused.status, 409)
  })

  it('wait for the one before them, even if that one takes its time', async () => {
    const payment = await makePaid(world, 100_000)
    const slow = await requestRefund(world, payment, { amount: 40101 })
    const next = await requestRefund(world, payment, { amount: 500 })
    await world.pass(2 * SECOND_MS)
    // As when two processes do not agree which of them was asked first.
    await database()
      .db.updateTable('refund')
      .set({ work_at: new Date(world.clock.now()) })
      .where('id', '=', next.id)
      .execute()
    await world.pass(3 * SECOND_MS)
    const types = typesOf(await world.getEvents(payment.id))
    assert.equal(types.filter((type) => type === 'refund.pending').length, 1)
    assert.equal((await readRefund(world, slow)).status, 'pending')
    assert.equal((await readRefund(world, next)).status, 'requested')
    await passUntilOver(world, next)
    assert.equal(sumRefunded(world, payment.attempt), 40601)
    assert.ok(
      world.sandbox.journal
        .list({ limit: 1000 })
        .every((entry) => !JSON.stringify(entry).includes('refund-running')),
      'the gateway was never asked while one was running',
    )
  })

  it('free their amount when they fail', async () => {
    const payment = await makePaid(world, 50_000)
    const failing = await requestRefund(world, payment, { amount: 40115 })
    await passUntilOver(world, failing)
    const again = await requestRefund(world, payment)
    assert.equal(again.amount, 50_000)
    assert.equal((await passUntilOver(world, again)).status, 'succeeded')
  })

  it('are postponed at night, and sent again after half past midnight', async () => {
    const payment = await makePaid(world, 1000)
    const now = world.clock.now()
    const night = Date.parse('2026-03-02T15:45:00Z')
    await world.pass(Math.max(0, night - now), 30 * MINUTE_MS)
    const asked = await requestRefund(world, payment)
    await world.pass(5 * SECOND_MS)
    const waiting = await readRefund(world, asked)
    assert.partialDeepStrictEqual(waiting, {
      status: 'requested',
      refusal: { code: 'refunds_closed' },
    })
    assert.equal(waiting.retry_at, '2026-03-02T16:35:00.000Z')
    const done = await passUntilOver(world, asked, { most: 2 * HOUR_MS, stepMs: MINUTE_MS })
    assert.equal(done.status, 'succeeded')
    assert.equal(sumRefunded(world, payment.attempt), 1000)
  })

  it('open a review if QFPay does the postponed one too, however late', async () => {
    const payment = await makePaid(world, 2000)
    const night = Date.parse('2026-03-05T15:45:00Z')
    await world.pass(Math.max(0, night - world.clock.now()), 30 * MINUTE_MS)
    const asked = await requestRefund(world, payment, { amount: 700 })
    const done = await passUntilOver(world, asked, { most: 2 * HOUR_MS, stepMs: MINUTE_MS })
    assert.equal(done.status, 'succeeded')
    assert.deepEqual((await world.getPayment(payment.id)).reviews, [])
    await world.pass(HOUR_MS, 10 * MINUTE_MS)
    const outTradeNo = String(payment.attempt)
    await world.sandbox.orders.refund({ outTradeNo, amount: 700, refundNumber: asked.id })
    const { reviews } = await world.passUntil(payment.id, ({ reviews: open }) => open.length > 0)
    assert.deepEqual(
      reviews.map(({ code }) => code),
      ['refund_done_twice'],
    )
  })

  it('wait for the takings of a day', async () => {
    const payment = await makePaid(world, 3000)
    await world.pass(DAY_MS, HOUR_MS)
    world.sandbox.settings.change({ unsettledFloat: 0 })
    const asked = await requestRefund(world, payment)
    await world.pass(5 * SECOND_MS)
    const waiting = await readRefund(world, asked)
    assert.partialDeepStrictEqual(waiting, {
      status: 'requested',
      refusal: { code: 'unsettled_balance_too_low' },
    })
    assert.match(waiting.retry_at ?? '', /T03:05:00/)
    await makePaid(world, 5000)
    await world.pass(10 * HOUR_MS, HOUR_MS)
    await makePaid(world, 5000)
    const done = await passUntilOver(world, asked, { most: 2 * DAY_MS, stepMs: 15 * MINUTE_MS })
    assert.equal(done.status, 'succeeded')
    world.sandbox.settings.change({ unsettledFloat: null })
  })

  it('of two processes go out once', async () => {
    const stop = world.startCheckout().startTasks()
    const payment = await makePaid(world, 2000)
    for (let part = 0; part < 10; part++) await requestRefund(world, payment, { amount: 200 })
    const last = (await listRefunds(world, payment)).at(-1)
    assert.ok(last)
    await passUntilOver(world, last)
    assert.equal(sumRefunded(world, payment.attempt), 2000)
    const sent = (await world.getEvents(payment.id)).filter(({ type }) => type === 'refund.pending')
    assert.equal(sent.length, 10)
    await whileTimePasses(world, stop())
  })

  it('are asked about when QFPay notifies them', async () => {
    const payment = await makePaid(world)
    const asked = await requestRefund(world, payment, { amount: 40101 })
    assert.equal((await passUntilOver(world, asked)).status, 'succeeded')
    const noted = (await world.getEvents(payment.id)).filter(
      ({ type, data }) => type === 'notification.received' && data['refund'] === asked.id,
    )
    assert.equal(noted.length, 1)
  })

  for (const settings of [
    {},
    { refundNotifyType: 'cancel' },
    { refundNotification: 'documented' },
  ] as const) {
    const how = JSON.stringify(settings)
    it(`that staff make in QFPay’s portal open a review immediately (${how})`, async () => {
      world.sandbox.settings.change(settings)
      const payment = await makePaid(world)
      const outTradeNo = String(payment.attempt)
      const made = await world.sandbox.orders.refund({ outTradeNo, amount: 700 })
      const { reviews } = await world.passUntil(payment.id, ({ reviews: open }) => open.length > 0)
      const [review, ...others] = reviews
      assert.equal(review?.code, 'refunded_elsewhere')
      assert.deepEqual(others, [])
      assert.match(
        review.message,
        new RegExp(`HK\\$7\\.00 were refunded at QFPay.*${made.outTradeNo}`),
      )
      world.sandbox.settings.change({ refundNotifyType: 'refund', refundNotification: 'captured' })
    })
  }

  it('survive a gateway that is gone for an hour', async () => {
    const payment = await makePaid(world, 1000)
    const down = world.sandbox.faults.add({ effect: { kind: 'cut', when: 'before' }, times: null })
    const asked = await requestRefund(world, payment)
    await world.pass(HOUR_MS, 30 * SECOND_MS)
    assert.ok(!isOver(await readRefund(world, asked)))
    world.sandbox.faults.remove(down.id)
    const done = await passUntilOver(world, asked, { most: 2 * HOUR_MS, stepMs: 15 * SECOND_MS })
    assert.equal(done.status, 'succeeded')
    assert.equal(sumRefunded(world, payment.attempt), 1000)
  })

  it('start automatically for what a second payer has paid', async () => {
    const payment = await world.createPayment()
    const first = await openOrder(world, payment, 'mei')
    const second = await openOrder(world, payment, 'ka-ho')
    await world.sandbox.orders.pay(first)
    await world.sandbox.orders.pay(second)
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    await world.pass(30 * SECOND_MS)
    const [only, ...others] = await listRefunds(world, payment)
    assert.ok(only && others.length === 0)
    assert.partialDeepStrictEqual(only, { status: 'succeeded', cause: 'paid_twice', amount: 1099 })
    const { attempt, amount_refunded: told, reviews } = await world.getPayment(payment.id)
    assert.notEqual(only.attempt, attempt)
    assert.equal(sumRefunded(world, only.attempt), 1099)
    assert.equal(sumRefunded(world, attempt), 0)
    assert.equal(told, 0)
    assert.deepEqual(reviews, [])
    assert.ok(typesOf(await world.getEvents(payment.id)).includes('payment.paid_twice'))
  })

  it('open a review if a second success cannot be refunded, until it is', async () => {
    const payment = await world.createPayment({ amount: 40115 })
    const first = await openOrder(world, payment, 'mei')
    const second = await openOrder(world, payment, 'ka-ho')
    await world.sandbox.orders.pay(first)
    await world.sandbox.orders.pay(second)
    const troubled = await world.passUntil(payment.id, ({ reviews }) => reviews.length > 0)
    const path = `/v1/payments/${payment.id}/refunds`
    assert.equal((await world.call(path, {})).status, 409)
    const [failed] = await listRefunds(world, payment)
    assert.equal(failed?.refusal?.code, 'refused')
    assert.notEqual(failed.attempt, troubled.attempt)
    for (const amount of [40_000, 115]) {
      await passUntilOver(
        world,
        await requestRefund(world, payment, { amount, attempt: failed.attempt }),
      )
    }
    assert.deepEqual((await world.getPayment(payment.id)).reviews, [])
    assert.equal(sumRefunded(world, failed.attempt), 40115)
  })

  for (const keeps of ['number', 'row'] as const) {
    it(`go out under a new number if QFPay keeps the ${keeps} of a postponed one`, async () => {
      const payment = await makePaid(world, 3000)
      await world.pass(DAY_MS, HOUR_MS)
      world.sandbox.settings.change({ unsettledFloat: 0, refusedRefundKeeps: keeps })
      const asked = await requestRefund(world, payment)
      await world.pass(5 * SECOND_MS)
      assert.equal((await readRefund(world, asked)).status, 'requested')
      world.sandbox.settings.change({ unsettledFloat: null, refusedRefundKeeps: 'nothing' })
      const done = await passUntilOver(world, asked, { most: 2 * DAY_MS, stepMs: HOUR_MS })
      assert.equal(done.status, 'succeeded')
      assert.equal(sumRefunded(world, payment.attempt), 3000)
      const numbers = listNumbersSent(world, asked)
      assert.deepEqual(numbers, [asked.id, `${asked.id}_2`])
      // Requests come into the timeline a little later.
      await world.pass(5 * SECOND_MS)
      const { body } = await world.call(`/v1/payments/${payment.id}/timeline?limit=100`)
      const shown = JSON.stringify(body)
      for (const number of numbers) assert.ok(shown.includes(`"${number}"`), `${number} is shown`)
    })
  }

  it('are not sent again while QFPay works on a refused one', async () => {
    const payment = await makePaid(world, 100_000)
    const asked = await requestRefund(world, payment, { amount: 40120 })
    await world.pass(MINUTE_MS)
    assert.equal((await readRefund(world, asked)).status, 'requested')
    world.sandbox.faults.add({
      effect: { kind: 'row', show: { respcd: '1145' } },
      order: asked.id,
      times: null,
    })
    await world.pass(2 * DAY_MS, HOUR_MS)
    assert.equal((await readRefund(world, asked)).status, 'pending')
    assert.deepEqual(listNumbersSent(world, asked), [asked.id])
  })

  it('let others of their charge go first while they wait for another day', async () => {
    const payment = await makePaid(world, 100_000)
    const waiting = await requestRefund(world, payment, { amount: 40120 })
    const next = await requestRefund(world, payment, { amount: 500 })
    await world.pass(MINUTE_MS)
    const later = await requestRefund(world, payment, { amount: 600 })
    for (const each of [next, later]) {
      assert.equal((await passUntilOver(world, each)).status, 'succeeded')
    }
    assert.equal((await readRefund(world, waiting)).status, 'requested')
  })
})
