import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import {
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

/** The possible ends of a payment in review. */
describeOnDatabase('a payment in review', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  const note = 'The terminal showed HKD 0.01; refunded in the portal.'
  const review = (payment: Payment, body: object = { note }) =>
    whileTimePasses(world, world.call(`/v1/payments/${payment.id}/review`, body))
  const typesOf = async (payment: Payment) =>
    (await world.getEvents(payment.id)).map(({ type }) => type)

  /** Paid, but QFPay's row says another amount. */
  const inReview = async (changed: object = {}) => {
    const payment = await world.createPayment(changed)
    await whileTimePasses(world, world.visitor('mei').open(payment.url))
    const [order] = world.sandbox.orders.list().slice(-1)
    assert.ok(order)
    world.sandbox.scenarios.arm({ name: 'row-wrong-amount', order: order.outTradeNo })
    await world.sandbox.orders.pay(order)
    const found = await world.passUntil(payment.id, ({ reviews }) => reviews.length > 0)
    return { payment: found, order }
  }

  it('continues when a person has looked, without becoming paid', async () => {
    const { payment, order } = await inReview({ expires_in: 3600 })
    const reviewed = await review(payment)
    assert.equal(reviewed.status, 200)
    assert.deepEqual(reviewed.body.reviews, [])
    assert.equal(reviewed.body.status, 'pending')
    const events = await world.getEvents(payment.id)
    const { data } = events.find(({ type }) => type === 'payment.reviewed') ?? {}
    assert.ok(data)
    assert.deepEqual(data['reviews'], payment.reviews)
    assert.match(payment.reviews[0]?.message ?? '', /HK\$10\.99/)
    assert.equal(data['by'], 'merchant')
    assert.equal(data['note'], note)
    const attempt = await database()
      .db.selectFrom('attempt')
      .select(['status', 'enquire_at'])
      .where('id', '=', order.outTradeNo)
      .executeTakeFirstOrThrow()
    assert.deepEqual(attempt, { status: 'lapsed', enquire_at: null })
    await world.pass(61 * 60_000, 2 * 60_000)
    assert.equal((await world.getPayment(payment.id)).status, 'expired')
  })

  it('can be canceled, or paid by another order, once it is reviewed', async () => {
    const { payment: unwanted } = await inReview()
    const cancel = `/v1/payments/${unwanted.id}/cancel`
    assert.equal((await world.call(cancel, {})).status, 409)
    await review(unwanted)
    assert.equal((await world.call(cancel, {})).body.status, 'canceled')

    const { payment, order } = await inReview()
    await review(payment)
    await whileTimePasses(world, world.visitor('mei').open(payment.url))
    const [second] = world.sandbox.orders.list().slice(-1)
    assert.ok(second && second.outTradeNo !== order.outTradeNo)
    await world.sandbox.orders.pay(second)
    const paid = await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    assert.equal(paid.attempt, second.outTradeNo)
  })

  it('is in review again when the same contradiction is found again', async () => {
    const { payment, order } = await inReview()
    await review(payment)
    await database()
      .db.updateTable('attempt')
      .set({ enquire_at: new Date(world.clock.now()) })
      .where('id', '=', order.outTradeNo)
      .execute()
    await world.passUntil(payment.id, ({ reviews }) => reviews.length > 0)
    const types = await typesOf(payment)
    assert.equal(types.filter((type) => type === 'payment.review_opened').length, 2)
    assert.ok(!types.includes('payment.succeeded'))
  })

  it('is proved paid before it is reviewed, if QFPay has corrected its row', async () => {
    const { payment, order } = await inReview()
    for (const { id } of world.sandbox.faults.list()) world.sandbox.faults.remove(id)
    const reviewed = await review(payment)
    assert.partialDeepStrictEqual(reviewed.body, { status: 'succeeded', attempt: order.outTradeNo })
    assert.deepEqual(reviewed.body.reviews, [])
  })

  it('is not reviewed without a note, nor when it is not in review', async () => {
    const { payment } = await inReview()
    for (const body of [{}, { note: ' ' }, { note: 'x'.repeat(301) }, { note, by: 'operator' }]) {
      assert.equal((await review(payment, body)).status, 400, JSON.stringify(body))
    }
    assert.equal((await world.getPayment(payment.id)).reviews.length, 1)
    assert.equal((await review(payment)).status, 200)
    const again = await review(payment)
    assert.partialDeepStrictEqual(again, {
      status: 409,
      body: { error: { code: 'payment_not_in_review' } },
    })
    const types = await typesOf(payment)
    assert.equal(types.filter((type) => type === 'payment.reviewed').length, 1)
  })

  it('stays in review when other reviews are open than the caller has seen', async () => {
    const { payment, order } = await inReview()
    const [open] = payment.reviews
    assert.partialDeepStrictEqual(open, { code: 'amount_mismatch', subject: order.outTradeNo })
    const others = [
      [],
      [{ code: 'amount_mismatch', subject: 'att_1' }],
      [{ code: 'unanswered', subject: order.outTradeNo }],
      [open, { code: 'unanswered', subject: order.outTradeNo }],
    ]
    for (const seen of others) {
      const conflict = { status: 409, body: { error: { code: 'reviews_changed' } } }
      const answer = await review(payment, { note, seen })
      assert.partialDeepStrictEqual(answer, conflict, JSON.stringify(seen))
    }
    assert.equal((await review(payment, { note, seen: ['amount_mismatch'] })).status, 400)
    assert.deepEqual((await world.getPayment(payment.id)).reviews, payment.reviews)
    assert.equal((await review(payment, { note, seen: payment.reviews })).status, 200)
  })
})
