import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { createLog } from '@tael/checkout'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { joinWorld, whileTimePasses, type JoinedWorld } from '../support/joined-world.ts'
import {
  typesOf,
  keysOf,
  openOrder,
  makePaid,
  requestRefund,
  listRefunds,
  passUntilOver,
  sumRefunded,
  type Refund,
} from '../support/refunding.ts'

describeOnDatabase('money that comes when its payment is over', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld(
      { ...database(), close: () => Promise.resolve() },
      { account: { late_payments: 'refund' } },
    )
  })
  after(() => world.close())

  it('is what its payer reads about, until they have it back', async () => {
    const payment = await world.createPayment()
    const made = await openOrder(world, payment)
    await world.call(`/v1/payments/${payment.id}/cancel`, {})
    const page = async () => (await world.visitor('mei').open(payment.url)).text
    assert.match(await page(), /If WeChat shows the payment/)
    const cut = { kind: 'cut', when: 'before' } as const
    const down = world.sandbox.faults.add({ endpoint: 'refund', effect: cut, times: null })
    await world.sandbox.orders.pay(made)
    await world.pass(MINUTE_MS, 10 * SECOND_MS)
    assert.match(await page(), /on its way back to you/)
    world.sandbox.faults.remove(down.id)
    await world.pass(15 * MINUTE_MS, 30 * SECOND_MS)
    assert.equal(sumRefunded(world, made.outTradeNo), 1099)
    assert.match(await page(), /so we refunded it/)
  })

  for (const end of ['expired', 'canceled'] as const) {
    it(`is refunded automatically if the account wants none (${end})`, async () => {
      const payment = await world.createPayment({ expires_in: 600 })
      const made = await openOrder(world, payment)
      if (end === 'canceled') await world.call(`/v1/payments/${payment.id}/cancel`, {})
      else await world.pass(11 * MINUTE_MS, 30 * SECOND_MS)
      assert.equal((await world.getPayment(payment.id)).status, end)
      await world.sandbox.orders.pay(made)
      await world.pass(15 * MINUTE_MS, 30 * SECOND_MS)
      const now = await world.getPayment(payment.id)
      assert.equal(now.status, end)
      assert.equal(now.amount_refunded, 0)
      assert.deepEqual(now.reviews, [])
      const [only, ...others] = await listRefunds(world, payment)
      assert.equal(only?.status, 'succeeded')
      assert.equal(only.cause, 'paid_late')
      assert.equal(others.length, 0)
      assert.equal(sumRefunded(world, made.outTradeNo), 1099)
      assert.deepEqual(
        typesOf(await world.getEvents(payment.id))
          .slice(-5)
          .toSorted(),
        [
          'notification.received',
          'payment.paid_late',
          'refund.pending',
          'refund.requested',
          'refund.succeeded',
        ],
      )
    })
  }
})

describeOnDatabase('refunds at an account of ten requests a minute', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld(
      { ...database(), close: () => Promise.resolve() },
      { account: { request_limit: { per_second: 5, per_minute: 10 } } },
    )
    world.sandbox.settings.change({ unsettledFloat: null })
  })
  after(() => world.close())

  it('go out within a minute of being recorded as pending, with one event', async () => {
    const payments = []
    while (payments.length < 9) payments.push(await makePaid(world))
    const asked = await Promise.all(payments.map((payment) => requestRefund(world, payment)))
    for (const each of asked)
      await passUntilOver(world, each, { most: HOUR_MS, stepMs: 5 * SECOND_MS })
    // Requests come into the timeline a little later.
    await world.pass(5 * SECOND_MS)
    const lateMs: number[] = []
    for (const payment of payments) {
      const { body } = await world.call(`/v1/payments/${payment.id}/timeline?limit=100`)
      const { data } = body as { data: Record<string, string | undefined>[] }
      const sentAt = data.find(({ endpoint }) => endpoint === '/trade/v1/refund')?.['sent_at'] ?? ''
      const pendingAt = data
        .filter(({ type }) => type === 'refund.pending')
        .map(({ created_at: at = '' }) => at)
        .findLast((at) => at <= sentAt)
      lateMs.push(Date.parse(sentAt) - Date.parse(pendingAt ?? ''))
    }
    assert.ok(Math.max(...lateMs) <= MINUTE_MS, `sent ${lateMs.join(', ')} ms after`)
    for (const { id } of payments) {
      const told = typesOf(await world.getEvents(id)).filter((type) => type.startsWith('refund.'))
      assert.deepEqual(told, ['refund.requested', 'refund.pending', 'refund.succeeded'])
    }
  })
})

describeOnDatabase('refunds at an account whose zone is wrong by hours', (database) => {
  for (const [ours, theirs] of [
    ['+12:00', '+08:00'],
    ['+08:00', '-08:00'],
  ] as const) {
    it(`are found by their number, and the log warns the operator (${ours}, and QFPay at ${theirs})`, async () => {
      const lines: string[] = []
      const still = { now: () => new Date(0), sleep: () => Promise.resolve() }
      const world = await joinWorld(
        { ...database(), close: () => Promise.resolve() },
        {
          account: { utc_offset: ours },
          settings: { utcOffset: theirs, unsettledFloat: null },
          log: createLog({ clock: still, level: 'warn', write: (line) => void lines.push(line) }),
        },
      )
      const payment = await makePaid(world)
      const lost = { kind: 'notify', how: 'lost' } as const
      world.sandbox.faults.add({ effect: lost, times: null })
      const asked = await requestRefund(world, payment, { amount: 40105 })
      const next = await requestRefund(world, payment, { amount: 100 })
      for (const each of [asked, next]) {
        assert.equal((await passUntilOver(world, each)).status, 'succeeded')
      }
      assert.equal(sumRefunded(world, payment.attempt), 40205)
      const told = lines.filter((line) => line.includes('account.clock_differs'))
      assert.equal(told.length, 1, 'once an hour')
      assert.match(told[0] ?? '', /utc_offset is not the zone/)
      await world.close()
    })
  }
})

describeOnDatabase('a refund that has no end at QFPay', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
    world.sandbox.settings.change({ unsettledFloat: null })
  })
  after(() => world.close())

  // QFPay is asked once more, which takes a moment.
  const end = ({ id }: Refund, body: object) =>
    whileTimePasses(world, world.call(`/v1/refunds/${id}/end`, body))
  const note = 'QFPay’s support says so, ticket 4711'
  const stuck = async () => {
    const payment = await makePaid(world, 100_000)
    const asked = await requestRefund(world, payment, { amount: 40102 })
    const next = await requestRefund(world, payment, { amount: 500 })
    return { payment, asked, next }
  }

  it('is ended by a person who has found that it did not happen, and the next one goes out', async () => {
    const { payment, asked, next } = await stuck()
    assert.equal((await end(asked, { happened: false, note })).body.error.code, 'refund_not_stuck')
    await world.pass(DAY_MS + 7 * HOUR_MS, HOUR_MS)
    const { reviews } = await world.getPayment(payment.id)
    assert.deepEqual(keysOf(reviews), [['refund_overdue', asked.id]])
    assert.equal((await end(asked, { happened: false })).status, 400)
    world.sandbox.settings.change({ runningRefundRespcd: '1155' })
    const ended = await end(asked, { happened: false, note })
    assert.partialDeepStrictEqual(ended, { status: 200, body: { status: 'failed' } })
    assert.equal(ended.body.refusal.code, 'not_done')
    assert.deepEqual((await world.getPayment(payment.id)).reviews, [])
    const told = (await world.getEvents(payment.id)).findLast(
      ({ type }) => type === 'refund.failed',
    )
    assert.equal(told?.data['note'], note)
    assert.equal(told.data['by'], 'merchant')
    await passUntilOver(world, next)
    assert.equal((await requestRefund(world, payment, { amount: 99_000 })).amount, 99_000)
    assert.equal((await end(asked, { happened: false, note })).status, 409)
    world.sandbox.settings.change({ runningRefundRespcd: '1102' })
  })

  it('is ended by a person who has found that it did happen, and counts as refunded', async () => {
    const { payment, asked } = await stuck()
    await world.pass(DAY_MS + 7 * HOUR_MS, HOUR_MS)
    const ended = await end(asked, { happened: true, note })
    assert.partialDeepStrictEqual(ended, { status: 200, body: { status: 'succeeded' } })
    const now = await world.getPayment(payment.id)
    assert.equal(now.amount_refunded, 40102)
    assert.deepEqual(now.reviews, [])
  })

  it('ends as QFPay proves it, when it is asked once more and has an answer by now', async () => {
    const { payment, asked } = await stuck()
    await world.pass(DAY_MS + 7 * HOUR_MS, HOUR_MS)
    world.sandbox.faults.add({
      effect: { kind: 'row', show: { respcd: '0000' } },
      order: asked.id,
      times: null,
    })
    const ended = await end(asked, { happened: false, note })
    assert.partialDeepStrictEqual(ended, { status: 200, body: { status: 'succeeded' } })
    assert.equal((await world.getPayment(payment.id)).amount_refunded, 40102)
  })
})
