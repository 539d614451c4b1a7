import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { createQfpayClient, type QfpayClient } from '@tael/qfpay'
import { DEMO } from '@tael/sandbox'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import {
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

type Difference = {
  readonly id: string
  readonly kind: string
  readonly outcome: string
  readonly resolved: boolean
  readonly payment?: string
  readonly reference?: string
  readonly out_trade_no: string
  readonly syssn?: string
}
type Run = {
  readonly id: string
  readonly cause: string
  readonly status: string
  readonly from: string
  readonly to: string
  readonly transactions: number
  readonly needs_review: number
  readonly differences: Readonly<Record<string, { resolved: number; reported: number }>>
}
type Told = { readonly type: string; readonly data: { readonly reconciliation: Run } }

/** Lets the payer open the payment and returns the order that the gateway made for them. */
async function order(world: JoinedWorld, payment: Payment, payer = 'mei') {
  await whileTimePasses(world, world.visitor(payer).open(payment.url))
  const launched = (await world.getEvents(payment.id)).findLast(
    ({ type }) => type === 'attempt.launched',
  )
  return world.sandbox.orders.get({ outTradeNo: String(launched?.data['attempt']) })
}

async function paid(world: JoinedWorld, reference: string): Promise<Payment> {
  const payment = await world.createPayment({ reference })
  await world.sandbox.orders.pay(await order(world, payment))
  return world.passUntil(payment.id, ({ status }) => status === 'succeeded')
}

/** An order that becomes paid only when nobody asks about it any more, and is not notified. */
async function payToDeadOrder(world: JoinedWorld, outTradeNo: string): Promise<void> {
  const { faults, orders } = world.sandbox
  const effect = { kind: 'finish', afterMs: 3 * HOUR_MS, shown: '1143' } as const
  faults.add({ effect, order: outTradeNo })
  faults.add({ effect: { kind: 'notify', how: 'lost' }, order: outTradeNo, times: null })
  await orders.pay({ outTradeNo })
}

/** Another system of the same merchant, such as a till. */
function openTill(world: JoinedWorld): QfpayClient {
  return createQfpayClient({
    host: 'https://gateway.example.com',
    appCode: DEMO.merchant.appCode,
    clientKey: DEMO.merchant.clientKey,
    fetch: world.fetch,
    clock: {
      now: () => world.clock.now(),
      sleep: () => Promise.reject(new Error('This till does not wait')),
    },
  })
}

async function payTill(world: JoinedWorld, till: QfpayClient, outTradeNo: string): Promise<string> {
  const { code } = world.sandbox.authorize({ payer: 'mei', appCode: DEMO.merchant.appCode })
  const { openid } = await till.exchangeCode({ code })
  const { syssn } = await till.createPayment({
    outTradeNo,
    openid,
    amount: 1099,
    currency: 'HKD',
    createdAt: world.clock.now(),
  })
  await world.sandbox.orders.pay({ outTradeNo })
  return syssn
}

describeOnDatabase('a day on which every book differs', (database) => {
  let world: JoinedWorld
  let run: Run
  let differences: readonly Difference[]
  const told: Told[] = []
  const payments = new Map<string, Payment>()
  const attempts = new Map<string, string>()
  const startedAt = new Date('2026-03-02T04:00:00Z')

  const readRun = async (id: string): Promise<Run> =>
    (await world.call(`/v1/reconciliations/${id}`)).body as Run
  const reconcile = async (from: Date, to: Date): Promise<Run> => {
    const range = { from: from.toISOString(), to: to.toISOString() }
    const { status, body } = await world.call('/v1/reconciliations', range)
    assert.equal(status, 201, JSON.stringify(body))
    for (let minutes = 0; minutes < 30; minutes++) {
      await world.pass(MINUTE_MS, 2 * SECOND_MS)
      const now = await readRun((body as Run).id)
      if (now.status === 'completed') return now
    }
    throw new Error(`${JSON.stringify(await readRun((body as Run).id))} after half an hour`)
  }
  const differencesOf = async ({ id }: Run): Promise<readonly Difference[]> =>
    ((await world.call(`/v1/reconciliations/${id}/differences?limit=100`)).body as { data: [] })
      .data
  const now = async (name: string): Promise<Payment> =>
    world.getPayment(payments.get(name)?.id ?? name)

  before(async () => {
    world = await joinWorld(
      { ...database(), close: () => Promise.resolve() },
      {
        shop: async (request) => {
          told.push(JSON.parse(await request.text()) as Told)
          return new Response(null, { status: 204 })
        },
      },
    )
    const { sandbox } = world
    const url = 'https://shop.example.com/webhooks'
    await world.call('/v1/webhook_endpoints', { url, event_types: ['reconciliation.*'] })
    const till = openTill(world)

    for (const name of ['fine', 'given back', 'hidden', 'less', 'dollars', 'twice', 'portal']) {
      const payment = await paid(world, name)
      payments.set(name, payment)
      attempts.set(name, payment.attempt ?? '')
    }
    for (const name of ['dead', 'dead too']) {
      const payment = await world.createPayment({ reference: name })
      payments.set(name, payment)
      const { outTradeNo } = await order(world, payment)
      attempts.set(name, outTradeNo)
      if (name === 'dead') await payToDeadOrder(world, outTradeNo)
    }
    // Two payers of one payment: one pays immediately, the other's money comes when nobody asks.
    const both = await world.createPayment({ reference: 'both' })
    payments.set('both', both)
    const first = await order(world, both, 'mei')
    const second = await order(world, both, 'ka-ho')
    attempts.set('both', second.outTradeNo)
    await payToDeadOrder(world, second.outTradeNo)
    await sandbox.orders.pay(first)

    await world.call(`/v1/payments/${payments.get('given back')?.id ?? ''}/refunds`, {
      amount: 99,
    })
    const { syssn } = sandbox.orders.get({ outTradeNo: attempts.get('portal') ?? '' })
    await till.refund({
      syssn,
      outTradeNo: 'PORTAL-REFUND-1',
      amount: 500,
      requestedAt: world.clock.now(),
    })
    await payTill(world, till, 'TILL-1')
    await payTill(world, till, 'TILL-2')
    const show = (order: string, shown: Record<string, string>) =>
      sandbox.faults.add({ effect: { kind: 'row', show: shown }, order, times: null })
    show(attempts.get('less') ?? '', { txamt: '1' })
    show(attempts.get('dollars') ?? '', { txcurrcd: 'USD' })
    show('TILL-2', { out_trade_no: attempts.get('twice') ?? '' })
    sandbox.faults.add({
      effect: { kind: 'hide-row' },
      order: attempts.get('hidden') ?? '',
      times: null,
    })

    await world.pass(3.5 * HOUR_MS, MINUTE_MS)
    run = await reconcile(startedAt, new Date(startedAt.getTime() + HOUR_MS))
    differences = await differencesOf(run)
  })
  after(() => world.close())

  it('ends with each difference under its kind, the safe ones resolved', () => {
    const nameOf = (number: string) =>
      [...attempts].find(([, attempt]) => attempt === number)?.[0] ?? number
    assert.deepEqual(
      differences
        .map((found) => `${nameOf(found.out_trade_no)}: ${found.kind}, ${found.outcome}`)
        .toSorted(),
      [
        'PORTAL-REFUND-1: refund, reported',
        'TILL-1: unknown, reported',
        'both: duplicate, refunded',
        'dead: paid_unrecorded, recorded',
        'dollars: currency, reported',
        'hidden: missing, reported',
        'less: amount, reported',
        'portal: refund, reported',
        'twice: duplicate, reported',
      ],
    )
    assert.equal(run.needs_review, 7)
    assert.deepEqual(run.differences['duplicate'], { resolved: 1, reported: 1 })
    assert.equal(differences.find(({ kind }) => kind === 'missing')?.reference, 'hidden')
  })

  it('records the money that was thought lost, through the ordinary path', async () => {
    const dead = await now('dead')
    assert.equal(dead.status, 'succeeded')
    assert.deepEqual(dead.reviews, [])
    assert.equal((await now('dead too')).status, 'pending')
    await world.pass(MINUTE_MS)
    const back = world.sandbox
      .ledger()
      .filter(
        ({ kind, paymentOutTradeNo }) =>
          kind === 'refund' && paymentOutTradeNo === attempts.get('both'),
      )
    assert.deepEqual(
      back.map(({ amount }) => amount),
      [1099],
    )
  })

  it('opens a review where QFPay’s books contradict ours, and nowhere else', async () => {
    for (const name of ['hidden', 'less', 'dollars', 'twice', 'portal']) {
      const { id, reviews } = await now(name)
      const events = await world.getEvents(id)
      // A refund in the portal shows twice: as a row, and as the mark on the refunded order.
      const times = name === 'portal' ? 2 : 1
      assert.equal(reviews.length, times, name)
      assert.equal(
        events.filter(({ type }) => type === 'payment.review_opened').length,
        times,
        name,
      )
    }
    for (const name of ['fine', 'given back', 'dead', 'dead too', 'both']) {
      assert.deepEqual((await now(name)).reviews, [], name)
    }
  })

  it('notifies the merchant, with how many differences need a person', () => {
    const [first] = told.filter(({ data }) => data.reconciliation.id === run.id)
    assert.equal(first?.type, 'reconciliation.completed')
    assert.partialDeepStrictEqual(first.data.reconciliation, {
      status: 'completed',
      needs_review: 7,
    })
  })

  it('finds the same again, except for the resolved ones', async () => {
    const again = await reconcile(startedAt, new Date(startedAt.getTime() + HOUR_MS))
    assert.equal(again.needs_review, 7)
    assert.deepEqual(again.differences['paid_unrecorded'], { resolved: 0, reported: 0 })
    assert.deepEqual(again.differences['duplicate'], { resolved: 0, reported: 1 })
    const events = await world.getEvents(payments.get('hidden')?.id ?? '')
    assert.equal(events.filter(({ type }) => type === 'payment.review_opened').length, 1)
  })

  it('is compared automatically in the next night, and again a night later', async () => {
    const runs = async () => {
      const { body } = await world.call('/v1/reconciliations?limit=100')
      return (body as { data: Run[] }).data.filter(({ cause }) => cause === 'daily')
    }
    for (const nights of [1, 2]) {
      while ((await runs()).length < nights) await world.pass(30 * MINUTE_MS, 30 * MINUTE_MS)
      await world.pass(10 * MINUTE_MS, 10 * SECOND_MS)
    }
    const daily = await runs()
    assert.deepEqual(
      daily.map(({ from, to, status }) => [from, to, status]),
      [
        ['2026-03-01T16:00:00.000Z', '2026-03-03T16:00:00.000Z', 'completed'],
        ['2026-03-01T16:00:00.000Z', '2026-03-02T16:00:00.000Z', 'completed'],
      ],
    )
    assert.deepEqual(
      daily.map(({ needs_review: count }) => count),
      [7, 7],
    )
    assert.equal(told.filter(({ data }) => data.reconciliation.cause === 'daily').length, 2)
  })
})
