import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import type { OrderView } from '@tael/sandbox'
import { MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import {
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type)

/** Lets the payer open the payment and returns the order that the gateway made for them. */
async function order(world: JoinedWorld, payment: Payment, payer = 'mei'): Promise<OrderView> {
  await whileTimePasses(world, world.visitor(payer).open(payment.url))
  const launched = (await world.getEvents(payment.id)).findLast(
    ({ type }) => type === 'attempt.launched',
  )
  return world.sandbox.orders.get({ outTradeNo: String(launched?.data['attempt']) })
}

async function cancel(world: JoinedWorld, payment: Payment): Promise<void> {
  const { status } = await world.call(`/v1/payments/${payment.id}/cancel`, {})
  assert.equal(status, 200)
}

/** A payer holds an order, and the payment is canceled meanwhile. */
async function canceled(world: JoinedWorld, requested: object = {}) {
  const payment = await world.createPayment(requested)
  const made = await order(world, payment)
  await cancel(world, payment)
  return { payment, made }
}

/** What the gateway answered whenever it was asked to close an order; undefined where a fault did. */
function closes({ sandbox }: JoinedWorld, { outTradeNo }: OrderView): readonly unknown[] {
  return sandbox.journal
    .list()
    .filter(({ url, orderId }) => url?.endsWith('/trade/v1/close') && orderId === outTradeNo)
    .map(({ response }) => (response as { respcd?: string } | undefined)?.respcd)
}

const statusOf = ({ sandbox }: JoinedWorld, { outTradeNo }: OrderView) =>
  sandbox.orders.get({ outTradeNo }).status

const paidOf = ({ sandbox }: JoinedWorld, made: OrderView) =>
  sandbox.ledger().filter(({ outTradeNo }) => outTradeNo === made.outTradeNo)

/** What went back, of what was paid with an order. */
const refundsOf = ({ sandbox }: JoinedWorld, made: OrderView) =>
  sandbox
    .ledger()
    .filter(
      ({ kind, paymentOutTradeNo }) => kind === 'refund' && paymentOutTradeNo === made.outTradeNo,
    )
    .map(({ amount }) => amount)

describeOnDatabase('an order of a payment that is over', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld(
      { ...database(), close: () => Promise.resolve() },
      { account: { close_orders: true, late_payments: 'refund' } },
    )
  })
  after(() => world.close())

  const attemptOf = ({ outTradeNo }: OrderView) =>
    database()
      .db.selectFrom('attempt')
      .select(['status', 'enquire_at', 'close_at'])
      .where('id', '=', outTradeNo)
      .executeTakeFirstOrThrow()

  /** The requests of a kind on the timeline, in order. */
  const asked = async (payment: Payment, what: string): Promise<readonly string[]> => {
    const { body } = await world.call(`/v1/payments/${payment.id}/timeline?limit=100`)
    const { data } = body as { data: Record<string, string | undefined>[] }
    return data
      .map(({ endpoint, why, verdict }) => [endpoint, why, verdict].join(' ').trim())
      .filter((told) => told.includes(what))
  }

  it('is closed once WeChat allows it, so that nobody pays it, and is still watched', async () => {
    const { payment, made } = await canceled(world)
    await world.pass(6 * MINUTE_MS, 15 * SECOND_MS)
    assert.deepEqual(closes(world, made), [])
    await world.pass(2 * MINUTE_MS, 10 * SECOND_MS)
    assert.deepEqual(closes(world, made), ['0000'])
    assert.equal(statusOf(world, made), 'closed')
    const { errMsg } = await world.sandbox.orders.pay(made)
    assert.match(errMsg, /:fail/)
    const { status, enquire_at, close_at } = await attemptOf(made)
    assert.equal(status, 'failed')
    assert.equal(close_at, null)
    assert.ok(enquire_at, 'it is still asked about')
    await world.pass(3 * 60 * MINUTE_MS, 2 * MINUTE_MS)
    assert.equal((await attemptOf(made)).enquire_at, null)
    assert.deepEqual(closes(world, made), ['0000'])
    assert.deepEqual(paidOf(world, made), [])
    const { status: end, reviews } = await world.getPayment(payment.id)
    assert.equal(end, 'canceled')
    assert.deepEqual(reviews, [])
    assert.deepEqual(typesOf(await world.getEvents(payment.id)).slice(-2), [
      'payment.canceled',
      'attempt.failed',
    ])
  })

  it('is on the timeline: the enquiries before and after, and the request itself', async () => {
    const { payment } = await canceled(world)
    await world.pass(6 * MINUTE_MS, 15 * SECOND_MS)
    await world.pass(2 * MINUTE_MS)
    const told = await asked(payment, 'clos')
    assert.deepEqual(told, [
      '/trade/v1/query closing unpaid',
      '/trade/v1/close',
      '/trade/v1/query closing rejected',
    ])
  })

  it('is closed immediately when the payment expires', async () => {
    const payment = await world.createPayment({ expires_in: 600 })
    const made = await order(world, payment)
    await world.pass(9 * MINUTE_MS + 40 * SECOND_MS, 15 * SECOND_MS)
    assert.deepEqual(closes(world, made), [])
    await world.pass(MINUTE_MS)
    assert.deepEqual(closes(world, made), ['0000'])
    assert.equal((await world.getPayment(payment.id)).status, 'expired')
  })

  it('is closed when another payer has paid', async () => {
    const payment = await world.createPayment()
    const first = await order(world, payment, 'mei')
    const second = await order(world, payment, 'ka-ho')
    await world.sandbox.orders.pay(second)
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    await world.pass(10 * MINUTE_MS, 30 * SECOND_MS)
    assert.equal(statusOf(world, first), 'closed')
    assert.deepEqual(closes(world, second), [])
    assert.equal(paidOf(world, second).length, 1)
  })

  it('is closed when the gateway’s risk control has stopped another one', async () => {
    const payment = await world.createPayment()
    const made = await order(world, payment, 'mei')
    const stop = { kind: 'respond', when: 'before', respcd: '1294' } as const
    const fault = world.sandbox.faults.add({ endpoint: 'payment', effect: stop, times: null })
    await whileTimePasses(world, world.visitor('ka-ho').open(payment.url))
    world.sandbox.faults.remove(fault.id)
    assert.equal((await world.getPayment(payment.id)).status, 'failed')
    await world.pass(10 * MINUTE_MS, 30 * SECOND_MS)
    assert.equal(statusOf(world, made), 'closed')
  })

  it('is not closed if it turns out to be paid: that would refund the money', async () => {
    const { payment, made } = await canceled(world)
    // Nothing is notified, and nobody asks before it should be closed.
    const lost = { kind: 'notify', how: 'lost' } as const
    world.sandbox.faults.add({ effect: lost, order: made.outTradeNo })
    await database()
      .db.updateTable('attempt')
      .set({ enquire_at: new Date(world.clock.now() + 60 * MINUTE_MS) })
      .where('id', '=', made.outTradeNo)
      .execute()
    await world.sandbox.orders.pay(made)
    await world.pass(20 * MINUTE_MS, 30 * SECOND_MS)
    assert.deepEqual(closes(world, made), [])
    assert.deepEqual(refundsOf(world, made), [1099])
    assert.equal((await world.getPayment(payment.id)).status, 'canceled')
  })

  it('is refunded once when a payer pays just before the close, and the gateway refunds at a close', async () => {
    world.sandbox.settings.change({ closePaid: 'refund', refundNightWindow: false })
    const { payment, made } = await canceled(world)
    const lost = { kind: 'notify', how: 'lost' } as const
    world.sandbox.faults.add({ effect: lost, order: made.outTradeNo, times: null })
    // QFPay's rows say so late: the question before the close comes too early.
    const stale = world.sandbox.faults.add({
      effect: { kind: 'row', show: { respcd: '1143', paydtm: '', cancel: '0' } },
      order: made.outTradeNo,
      times: null,
    })
    await world.sandbox.orders.pay(made)
    for (let seconds = 0; closes(world, made).length === 0 && seconds < 1_200; seconds++) {
      await world.pass(SECOND_MS)
    }
    world.sandbox.faults.remove(stale.id)
    await world.pass(3 * 60 * MINUTE_MS, 2 * MINUTE_MS)
    world.sandbox.settings.change({ closePaid: 'refuse', refundNightWindow: true })
    assert.deepEqual(closes(world, made), ['0000'])
    assert.deepEqual(refundsOf(world, made), [1099])
    const { status, reviews } = await world.getPayment(payment.id)
    assert.equal(status, 'canceled')
    assert.deepEqual(reviews.map(({ code }) => code).toSorted(), [
      'refunded_at_gateway',
      'refunded_elsewhere',
    ])
  })

  it('is asked to be closed once where the gateway cannot, and its money goes back', async () => {
    const { made } = await canceled(world, { amount: 40014 })
    await world.pass(60 * MINUTE_MS, MINUTE_MS)
    assert.equal(closes(world, made).length, 1)
    await world.sandbox.orders.pay(made)
    await world.pass(15 * MINUTE_MS, MINUTE_MS)
    assert.deepEqual(refundsOf(world, made), [40014])
  })

  it('is tried again a few times while the gateway says that it is paid and shows it unpaid', async () => {
    const { payment, made } = await canceled(world, { amount: 40015 })
    await world.pass(3 * 60 * MINUTE_MS, 2 * MINUTE_MS)
    const tries = closes(world, made).length
    assert.ok(tries > 2 && tries < 6, `${tries} tries`)
    assert.equal((await attemptOf(made)).enquire_at, null)
    assert.deepEqual((await world.getPayment(payment.id)).reviews, [])
  })

  it('is paid if the payer was faster, and the money goes where late money goes', async () => {
    // The payer has confirmed, and for three quarters of an hour enquiries do not show it.
    const { payment, made } = await canceled(world, { amount: 40004 })
    await world.sandbox.orders.pay(made)
    await world.pass(40 * MINUTE_MS, 30 * SECOND_MS)
    assert.deepEqual(closes(world, made), ['1260', '1260', '1260'])
    await world.pass(30 * MINUTE_MS, MINUTE_MS)
    assert.deepEqual(refundsOf(world, made), [40004])
    assert.equal((await world.getPayment(payment.id)).status, 'canceled')
    assert.equal(closes(world, made).length, 3)
  })

  it('is left alone when it has ended before it could be closed', async () => {
    const { payment, made } = await canceled(world, { amount: 40008 })
    await world.sandbox.orders.pay(made)
    await world.pass(20 * MINUTE_MS, 30 * SECOND_MS)
    assert.equal((await attemptOf(made)).status, 'failed')
    assert.deepEqual(await asked(payment, 'closing'), [])
  })

  it('is closed once, however many processes see that it is due', async () => {
    const stop = world.startCheckout().startTasks()
    const all = await Promise.all(Array.from({ length: 8 }, () => world.createPayment()))
    const made: OrderView[] = []
    for (const payment of all) made.push(await order(world, payment))
    for (const payment of all) await cancel(world, payment)
    await world.pass(10 * MINUTE_MS, 30 * SECOND_MS)
    await whileTimePasses(world, stop())
    assert.deepEqual(
      made.map((each) => closes(world, each)),
      all.map(() => ['0000']),
    )
  })

  it('is known to be closed by an enquiry when the answer is lost', async () => {
    const { made } = await canceled(world, { amount: 40016 })
    await world.pass(30 * MINUTE_MS, MINUTE_MS)
    assert.equal(closes(world, made).length, 1)
    assert.equal((await attemptOf(made)).status, 'failed')
  })

  it('is left alone once the gateway says that it is already closed, whatever its row shows', async () => {
    const { made } = await canceled(world, { amount: 40016 })
    const stale = world.sandbox.faults.add({
      effect: { kind: 'row', show: { respcd: '1143' } },
      order: made.outTradeNo,
      times: null,
    })
    await world.pass(60 * MINUTE_MS, MINUTE_MS)
    assert.equal(closes(world, made).length, 2)
    assert.equal(closes(world, made).at(-1), '1264')
    world.sandbox.faults.remove(stale.id)
    await world.pass(15 * MINUTE_MS, MINUTE_MS)
    assert.equal((await attemptOf(made)).status, 'failed')
  })

  it('is tried again when the gateway found it too young', async () => {
    const { closeAfterMs, closeTooEarlyRespcd } = world.sandbox.settings.get()
    world.sandbox.settings.change({ closeAfterMs: 10 * MINUTE_MS, closeTooEarlyRespcd: '1145' })
    const { made } = await canceled(world)
    await world.pass(10 * MINUTE_MS, 30 * SECOND_MS)
    assert.deepEqual(closes(world, made), ['1145'])
    await world.pass(8 * MINUTE_MS, 15 * SECOND_MS)
    assert.deepEqual(closes(world, made), ['1145', '0000'])
    world.sandbox.settings.change({ closeAfterMs, closeTooEarlyRespcd })
  })

  it('is closed although it was made after the payment had ended', async () => {
    const payment = await world.createPayment()
    const slow = { kind: 'delay', ms: 5 * SECOND_MS } as const
    world.sandbox.faults.add({ endpoint: 'get_weixin_openid', effect: slow })
    const opening = world.visitor('mei').open(payment.url)
    await world.pass(2 * SECOND_MS)
    await cancel(world, payment)
    await whileTimePasses(world, opening)
    const made = world.sandbox.orders.list().at(-1)
    assert.ok(made)
    assert.equal(statusOf(world, made), 'created')
    assert.equal((await attemptOf(made)).status, 'launched')
    await world.pass(10 * MINUTE_MS, 30 * SECOND_MS)
    assert.equal(statusOf(world, made), 'closed')
  })
})

describeOnDatabase('an account that closes no orders', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  it('closes none, and sees the money that comes', async () => {
    const { payment, made } = await canceled(world)
    await world.pass(60 * MINUTE_MS, MINUTE_MS)
    assert.deepEqual(closes(world, made), [])
    await world.sandbox.orders.pay(made)
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
  })
})
