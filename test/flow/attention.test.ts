import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { describeOnDatabase } from '../../packages/checkout/src/testing/database.ts'
import {
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

/** What can become of a payment that a person has to look at. */
describeOnDatabase('a payment that needs attention', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  const note = 'The terminal showed HKD 0.01; given back in the portal.'
  const release = (payment: Payment, body: object = { note }) =>
    whileTimePasses(world, world.call(`/v1/payments/${payment.id}/release`, body))
  const typesOf = async (payment: Payment) =>
    (await world.getEvents(payment.id)).map(({ type }) => type)

  /** Paid, but QFPay's row says another amount. */
  const frozen = async (changed: object = {}) => {
    const payment = await world.createPayment(changed)
    await whileTimePasses(world, world.visitor('mei').open(payment.url))
    const [order] = world.sandbox.orders.list().slice(-1)
    assert.ok(order)
    world.sandbox.scenarios.arm({ name: 'row-wrong-amount', order: order.outTradeNo })
    await world.sandbox.orders.pay(order)
    await world.passUntil(payment.id, ({ needs_attention: reason }) => reason !== undefined)
    return { payment, order }
  }

  it('goes on when a person has looked, and is not paid by that', async () => {
    const { payment, order } = await frozen({ expires_in: 3600 })
    const released = await release(payment)
    assert.equal(released.status, 200)
    assert.equal(released.body.needs_attention, undefined)
    assert.equal(released.body.status, 'pending')
    const events = await world.getEvents(payment.id)
    const { data } = events.find(({ type }) => type === 'payment.released') ?? {}
    assert.match(String(data?.['reason']), /HK\$10\.99/)
    assert.deepEqual([data?.['by'], data?.['note']], ['merchant', note])
    const attempt = await database()
      .db.selectFrom('attempt')
      .select(['status', 'enquire_at'])
      .where('id', '=', order.outTradeNo)
      .executeTakeFirstOrThrow()
    assert.deepEqual(attempt, { status: 'lapsed', enquire_at: null })
    await world.pass(61 * 60_000, 30_000)
    assert.equal((await world.getPayment(payment.id)).status, 'expired')
  })

  it('can be canceled, or paid by another order, once it is released', async () => {
    const { payment: unwanted } = await frozen()
    const cancel = `/v1/payments/${unwanted.id}/cancel`
    assert.equal((await world.call(cancel, {})).status, 409)
    await release(unwanted)
    assert.equal((await world.call(cancel, {})).body.status, 'canceled')

    const { payment, order } = await frozen()
    await release(payment)
    await whileTimePasses(world, world.visitor('mei').open(payment.url))
    const [second] = world.sandbox.orders.list().slice(-1)
    assert.ok(second && second.outTradeNo !== order.outTradeNo)
    await world.sandbox.orders.pay(second)
    const paid = await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    assert.equal(paid.attempt, second.outTradeNo)
  })

  it('calls for attention again when the same contradiction is found again', async () => {
    const { payment, order } = await frozen()
    await release(payment)
    await database()
      .db.updateTable('attempt')
      .set({ enquire_at: new Date(world.clock.now()) })
      .where('id', '=', order.outTradeNo)
      .execute()
    await world.passUntil(payment.id, ({ needs_attention: reason }) => reason !== undefined)
    const types = await typesOf(payment)
    assert.equal(types.filter((type) => type === 'payment.frozen').length, 2)
    assert.ok(!types.includes('payment.succeeded'))
  })

  it('is proved paid before it is released, when QFPay has mended its row', async () => {
    const { payment, order } = await frozen()
    for (const { id } of world.sandbox.faults.list()) world.sandbox.faults.remove(id)
    const released = await release(payment)
    assert.deepEqual([released.body.status, released.body.attempt], ['succeeded', order.outTradeNo])
    assert.equal(released.body.needs_attention, undefined)
  })

  it('is not released without a note, nor when it needs no attention', async () => {
    const { payment } = await frozen()
    for (const body of [{}, { note: ' ' }, { note: 'x'.repeat(301) }, { note, by: 'operator' }]) {
      assert.equal((await release(payment, body)).status, 400, JSON.stringify(body))
    }
    assert.ok((await world.getPayment(payment.id)).needs_attention)
    assert.equal((await release(payment)).status, 200)
    const again = await release(payment)
    assert.deepEqual([again.status, again.body.error.code], [409, 'payment_not_frozen'])
    const types = await typesOf(payment)
    assert.equal(types.filter((type) => type === 'payment.released').length, 1)
  })
})
