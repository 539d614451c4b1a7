import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { createLog } from '@tael/checkout'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import {
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

type Refund = {
  readonly id: string
  readonly status: string
  readonly amount: number
  readonly cause: string
  readonly attempt: string
  readonly retry_at?: string
  readonly refusal?: { readonly code: string; readonly respcd?: string }
}

const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type)
const keysOf = (reviews: Payment['reviews']) => reviews.map(({ code, subject }) => [code, subject])
const isOver = ({ status }: Refund) => ['succeeded', 'failed'].includes(status)

/** Lets the payer open the payment and returns the order that the gateway made for them. */
async function order(world: JoinedWorld, payment: Payment, payer = 'mei') {
  await whileTimePasses(world, world.visitor(payer).open(payment.url))
  const launched = (await world.getEvents(payment.id)).findLast(
    ({ type }) => type === 'attempt.launched',
  )
  return world.sandbox.orders.get({ outTradeNo: String(launched?.data['attempt']) })
}

async function paid(world: JoinedWorld, amount = 50_000): Promise<Payment> {
  const payment = await world.createPayment({ amount })
  await world.sandbox.orders.pay(await order(world, payment))
  return world.passUntil(payment.id, ({ status }) => status === 'succeeded')
}

async function refund(
  world: JoinedWorld,
  payment: Payment,
  requested: object = {},
): Promise<Refund> {
  const { status, body } = await world.call(`/v1/payments/${payment.id}/refunds`, requested)
  assert.equal(status, 201, JSON.stringify(body))
  return body as Refund
}

async function read(world: JoinedWorld, { id }: { readonly id: string }): Promise<Refund> {
  return (await world.call(`/v1/refunds/${id}`)).body as Refund
}

async function refundsOf(world: JoinedWorld, { id }: Payment): Promise<readonly Refund[]> {
  const { body } = await world.call(`/v1/payments/${id}/refunds?limit=100`)
  return (body as { data: Refund[] }).data
}

async function passUntilOver(
  world: JoinedWorld,
  asked: Refund,
  { most = 10 * MINUTE_MS, stepMs = SECOND_MS } = {},
): Promise<Refund> {
  for (let passed = 0; passed <= most; passed += stepMs) {
    const now = await read(world, asked)
    if (isOver(now)) return now
    await world.pass(stepMs, stepMs)
  }
  throw new Error(`${JSON.stringify(await read(world, asked))} after ${most / MINUTE_MS} minutes`)
}

/** What really went back, by the number of the order it was paid with. */
function givenBack(world: JoinedWorld, attempt: string | undefined): number {
  return world.sandbox
    .ledger()
    .filter(({ kind, paymentOutTradeNo }) => kind === 'refund' && paymentOutTradeNo === attempt)
    .reduce((sum, { amount }) => sum + amount, 0)
}

/** Under which numbers the gateway was asked for a refund. */
function numbersSent(world: JoinedWorld, { id }: Refund): readonly string[] {
  const numbers = world.sandbox.orders.list().map(({ outTradeNo }) => outTradeNo)
  return numbers.filter((number) => number.startsWith(id))
}

/** How each refund scenario of the sandbox ends: the code of its refusal, or done. */
const ENDS: Readonly<Record<string, string>> = {
  'refund-pending': 'done',
  'refund-pending-then-refused': 'refused',
  'refund-old-pending-code': 'done',
  'refund-answer-lost': 'done',
  'refund-request-lost': 'done',
  'refund-system-fault-after': 'done',
  'refund-promotion': 'promotion',
  'refund-too-late': 'too_old',
  'refund-unsettled-low': 'unsettled_balance_too_low',
  'refund-no-partial-currency': 'no_partial_refund',
  'refund-no-partial-transaction': 'no_partial_refund',
  'refund-above-remaining': 'exceeds_remaining_at_gateway',
  'refund-wrong-cancel': 'already_refunded',
  'refund-refused': 'refused',
  'refund-notified-before-answer': 'done',
  'refund-notification-lost': 'done',
  'refund-row-unsettled-low': 'unsettled_balance_too_low',
  'refund-row-promotion': 'promotion',
  'refund-row-system-fault': 'refused',
}
const FOR_EVER = 'refund-pending-forever'
/** Done, and its number never shows that it can be read: a person is called, and it is not sent again. */
const UNPROVED = ['refund-unknown-by-number', 'refund-row-without-amount']

describeOnDatabase('every refund scenario of the sandbox', (database) => {
  let world: JoinedWorld
  const payments = new Map<string, Payment>()
  const asked = new Map<string, Refund>()

  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
    // The scenarios alone refuse: what is sent again may go out in any hour.
    world.sandbox.settings.change({ unsettledFloat: null, refundNightWindow: false })
    for (const { name, on, amount } of world.sandbox.scenarios.list()) {
      if (on !== 'refund' || amount === undefined) continue
      const payment = await paid(world)
      payments.set(name, payment)
      asked.set(name, await refund(world, payment, { amount, reference: name }))
    }
    await world.pass(15 * MINUTE_MS, 15 * SECOND_MS)
    // Four nights, and as many days with too little takings.
    await world.pass(4 * DAY_MS, HOUR_MS)
    await world.pass(15 * MINUTE_MS, 10 * SECOND_MS)
  })
  after(() => world.close())

  it('is known to these tests', () => {
    assert.deepEqual(
      [...asked.keys()].toSorted(),
      [...Object.keys(ENDS), ...UNPROVED, FOR_EVER].toSorted(),
    )
  })

  it('ends where the sandbox’s ledger is, and says in a code why it could not be', async () => {
    const wrong: string[] = []
    for (const [name, end] of Object.entries(ENDS)) {
      const started = asked.get(name)
      const payment = payments.get(name)
      assert.ok(started && payment)
      const { status, amount, refusal } = await read(world, started)
      const back = givenBack(world, payment.attempt)
      const { amount_refunded: told } = await world.getPayment(payment.id)
      const is = status === 'succeeded' ? 'done' : (refusal?.code ?? status)
      if (is !== end) wrong.push(`${name}: ${is}, not ${end}`)
      if (told !== back || back !== (end === 'done' ? amount : 0)) {
        wrong.push(`${name}: told ${told}, the ledger says ${back}`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  it('keeps asking about a refund that never ends, and opens a review after a day', async () => {
    const started = asked.get(FOR_EVER)
    const payment = payments.get(FOR_EVER)
    assert.ok(started && payment)
    assert.equal((await read(world, started)).status, 'pending')
    const { reviews, amount_refunded: told } = await world.getPayment(payment.id)
    assert.deepEqual(keysOf(reviews), [['refund_overdue', started.id]])
    assert.equal(told, 0)
  })

  it('opens a review about a refund that its number does not prove', async () => {
    for (const name of UNPROVED) {
      const [started, payment] = [asked.get(name), payments.get(name)]
      assert.ok(started && payment)
      const { reviews } = await world.getPayment(payment.id)
      assert.ok(
        reviews.some(({ subject }) => subject === started.id),
        name,
      )
      assert.equal((await read(world, started)).status === 'failed', false, name)
      assert.equal(givenBack(world, payment.attempt), started.amount, name)
    }
  })

  it('sends one number once, however long its answer takes', () => {
    const numbers = world.sandbox.orders.list().map(({ outTradeNo }) => outTradeNo)
    assert.equal(new Set(numbers).size, numbers.length)
  })
})

describeOnDatabase('refunds', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
    world.sandbox.settings.change({ unsettledFloat: null })
  })
  after(() => world.close())

  it('refund a payment in parts, one at a time and in order, until nothing remains', async () => {
    const payment = await paid(world, 1000)
    const parts = []
    for (const amount of [300, 300, 300]) parts.push(await refund(world, payment, { amount }))
    parts.push(await refund(world, payment))
    assert.equal(parts.at(-1)?.amount, 100)
    const last = parts.at(-1)
    assert.ok(last)
    await passUntilOver(world, last)
    assert.equal(givenBack(world, payment.attempt), 1000)
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
    const payment = await paid(world, 100_000)
    const slow = await refund(world, payment, { amount: 40101 })
    const next = await refund(world, payment, { amount: 500 })
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
    assert.deepEqual(
      [(await read(world, slow)).status, (await read(world, next)).status],
      ['pending', 'requested'],
    )
    await passUntilOver(world, next)
    assert.equal(givenBack(world, payment.attempt), 40601)
    assert.ok(
      world.sandbox.journal
        .list({ limit: 1000 })
        .every((entry) => !JSON.stringify(entry).includes('refund-running')),
      'the gateway was never asked while one was running',
    )
  })

  it('free their amount when they fail', async () => {
    const payment = await paid(world, 50_000)
    const failing = await refund(world, payment, { amount: 40115 })
    await passUntilOver(world, failing)
    const again = await refund(world, payment)
    assert.equal(again.amount, 50_000)
    assert.equal((await passUntilOver(world, again)).status, 'succeeded')
  })

  it('are postponed at night, and sent again after half past midnight', async () => {
    const payment = await paid(world, 1000)
    const now = world.clock.now()
    const night = Date.parse('2026-03-02T15:45:00Z')
    await world.pass(Math.max(0, night - now), 30 * MINUTE_MS)
    const asked = await refund(world, payment)
    await world.pass(5 * SECOND_MS)
    const waiting = await read(world, asked)
    assert.deepEqual([waiting.status, waiting.refusal?.code], ['requested', 'refunds_closed'])
    assert.equal(waiting.retry_at, '2026-03-02T16:35:00.000Z')
    const done = await passUntilOver(world, asked, { most: 2 * HOUR_MS, stepMs: MINUTE_MS })
    assert.equal(done.status, 'succeeded')
    assert.equal(givenBack(world, payment.attempt), 1000)
  })

  it('wait for the takings of a day', async () => {
    const payment = await paid(world, 3000)
    await world.pass(DAY_MS, HOUR_MS)
    world.sandbox.settings.change({ unsettledFloat: 0 })
    const asked = await refund(world, payment)
    await world.pass(5 * SECOND_MS)
    const waiting = await read(world, asked)
    assert.deepEqual(
      [waiting.status, waiting.refusal?.code],
      ['requested', 'unsettled_balance_too_low'],
    )
    assert.match(waiting.retry_at ?? '', /T03:05:00/)
    await paid(world, 5000)
    await world.pass(10 * HOUR_MS, HOUR_MS)
    await paid(world, 5000)
    const done = await passUntilOver(world, asked, { most: 2 * DAY_MS, stepMs: 15 * MINUTE_MS })
    assert.equal(done.status, 'succeeded')
    world.sandbox.settings.change({ unsettledFloat: null })
  })

  it('of two processes go out once', async () => {
    const stop = world.startCheckout().startTasks()
    const payment = await paid(world, 2000)
    for (let part = 0; part < 10; part++) await refund(world, payment, { amount: 200 })
    const last = (await refundsOf(world, payment)).at(-1)
    assert.ok(last)
    await passUntilOver(world, last)
    assert.equal(givenBack(world, payment.attempt), 2000)
    const sent = (await world.getEvents(payment.id)).filter(({ type }) => type === 'refund.pending')
    assert.equal(sent.length, 10)
    await whileTimePasses(world, stop())
  })

  it('are asked about when QFPay notifies them', async () => {
    const payment = await paid(world)
    const asked = await refund(world, payment, { amount: 40101 })
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
      const payment = await paid(world)
      const outTradeNo = String(payment.attempt)
      const made = await world.sandbox.orders.refund({ outTradeNo, amount: 700 })
      const { reviews } = await world.passUntil(payment.id, ({ reviews: open }) => open.length > 0)
      const [review, ...others] = reviews
      assert.deepEqual([review?.code, others], ['refunded_elsewhere', []])
      assert.match(
        review?.message ?? '',
        new RegExp(`HK\\$7\\.00 were refunded at QFPay.*${made.outTradeNo}`),
      )
      world.sandbox.settings.change({ refundNotifyType: 'refund', refundNotification: 'captured' })
    })
  }

  it('survive a gateway that is gone for an hour', async () => {
    const payment = await paid(world, 1000)
    const down = world.sandbox.faults.add({ effect: { kind: 'cut', when: 'before' }, times: null })
    const asked = await refund(world, payment)
    await world.pass(HOUR_MS, 30 * SECOND_MS)
    assert.ok(!isOver(await read(world, asked)))
    world.sandbox.faults.remove(down.id)
    const done = await passUntilOver(world, asked, { most: 2 * HOUR_MS, stepMs: 15 * SECOND_MS })
    assert.equal(done.status, 'succeeded')
    assert.equal(givenBack(world, payment.attempt), 1000)
  })

  it('start automatically for what a second payer has paid', async () => {
    const payment = await world.createPayment()
    const first = await order(world, payment, 'mei')
    const second = await order(world, payment, 'ka-ho')
    await world.sandbox.orders.pay(first)
    await world.sandbox.orders.pay(second)
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    await world.pass(30 * SECOND_MS)
    const [only, ...others] = await refundsOf(world, payment)
    assert.ok(only && others.length === 0)
    assert.deepEqual([only.status, only.cause, only.amount], ['succeeded', 'paid_twice', 1099])
    const { attempt, amount_refunded: told, reviews } = await world.getPayment(payment.id)
    assert.notEqual(only.attempt, attempt)
    assert.equal(givenBack(world, only.attempt), 1099)
    assert.equal(givenBack(world, attempt), 0)
    assert.deepEqual([told, reviews], [0, []])
    assert.ok(typesOf(await world.getEvents(payment.id)).includes('payment.paid_twice'))
  })

  it('open a review if a second success cannot be refunded, until it is', async () => {
    const payment = await world.createPayment({ amount: 40115 })
    const first = await order(world, payment, 'mei')
    const second = await order(world, payment, 'ka-ho')
    await world.sandbox.orders.pay(first)
    await world.sandbox.orders.pay(second)
    const troubled = await world.passUntil(payment.id, ({ reviews }) => reviews.length > 0)
    const path = `/v1/payments/${payment.id}/refunds`
    assert.equal((await world.call(path, {})).status, 409)
    const [failed] = await refundsOf(world, payment)
    assert.equal(failed?.refusal?.code, 'refused')
    assert.notEqual(failed.attempt, troubled.attempt)
    for (const amount of [40_000, 115]) {
      await passUntilOver(world, await refund(world, payment, { amount, attempt: failed.attempt }))
    }
    assert.deepEqual((await world.getPayment(payment.id)).reviews, [])
    assert.equal(givenBack(world, failed.attempt), 40115)
  })

  for (const keeps of ['number', 'row'] as const) {
    it(`go out under a new number if QFPay keeps the ${keeps} of a postponed one`, async () => {
      const payment = await paid(world, 3000)
      await world.pass(DAY_MS, HOUR_MS)
      world.sandbox.settings.change({ unsettledFloat: 0, refusedRefundKeeps: keeps })
      const asked = await refund(world, payment)
      await world.pass(5 * SECOND_MS)
      assert.equal((await read(world, asked)).status, 'requested')
      world.sandbox.settings.change({ unsettledFloat: null, refusedRefundKeeps: 'nothing' })
      const done = await passUntilOver(world, asked, { most: 2 * DAY_MS, stepMs: HOUR_MS })
      assert.equal(done.status, 'succeeded')
      assert.equal(givenBack(world, payment.attempt), 3000)
      const numbers = numbersSent(world, asked)
      assert.deepEqual(numbers, [asked.id, `${asked.id}_2`])
      // Requests come into the timeline a little later.
      await world.pass(5 * SECOND_MS)
      const { body } = await world.call(`/v1/payments/${payment.id}/timeline?limit=100`)
      const shown = JSON.stringify(body)
      for (const number of numbers) assert.ok(shown.includes(`"${number}"`), `${number} is shown`)
    })
  }

  it('are not sent again while QFPay works on a refused one', async () => {
    const payment = await paid(world, 100_000)
    const asked = await refund(world, payment, { amount: 40120 })
    await world.pass(MINUTE_MS)
    assert.equal((await read(world, asked)).status, 'requested')
    world.sandbox.faults.add({
      effect: { kind: 'row', show: { respcd: '1145' } },
      order: asked.id,
      times: null,
    })
    await world.pass(2 * DAY_MS, HOUR_MS)
    assert.equal((await read(world, asked)).status, 'pending')
    assert.deepEqual(numbersSent(world, asked), [asked.id])
  })

  it('let others of their charge go first while they wait for another day', async () => {
    const payment = await paid(world, 100_000)
    const waiting = await refund(world, payment, { amount: 40120 })
    const next = await refund(world, payment, { amount: 500 })
    await world.pass(MINUTE_MS)
    const later = await refund(world, payment, { amount: 600 })
    for (const each of [next, later]) {
      assert.equal((await passUntilOver(world, each)).status, 'succeeded')
    }
    assert.equal((await read(world, waiting)).status, 'requested')
  })
})

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
    const made = await order(world, payment)
    await world.call(`/v1/payments/${payment.id}/cancel`, {})
    const page = async () => (await world.visitor('mei').open(payment.url)).text
    assert.match(await page(), /If WeChat shows the payment/)
    const cut = { kind: 'cut', when: 'before' } as const
    const down = world.sandbox.faults.add({ endpoint: 'refund', effect: cut, times: null })
    await world.sandbox.orders.pay(made)
    await world.pass(MINUTE_MS, 10 * SECOND_MS)
    assert.match(await page(), /on its way back to you/)
    world.sandbox.faults.remove(down.id)
    await world.pass(15 * MINUTE_MS, 10 * SECOND_MS)
    assert.equal(givenBack(world, made.outTradeNo), 1099)
    assert.match(await page(), /so we refunded it/)
  })

  for (const end of ['expired', 'canceled'] as const) {
    it(`is refunded automatically if the account wants none (${end})`, async () => {
      const payment = await world.createPayment({ expires_in: 600 })
      const made = await order(world, payment)
      if (end === 'canceled') await world.call(`/v1/payments/${payment.id}/cancel`, {})
      else await world.pass(11 * MINUTE_MS, 10 * SECOND_MS)
      assert.equal((await world.getPayment(payment.id)).status, end)
      await world.sandbox.orders.pay(made)
      await world.pass(15 * MINUTE_MS, 10 * SECOND_MS)
      const now = await world.getPayment(payment.id)
      assert.deepEqual([now.status, now.amount_refunded, now.reviews], [end, 0, []])
      const [only, ...others] = await refundsOf(world, payment)
      assert.deepEqual([only?.status, only?.cause, others.length], ['succeeded', 'paid_late', 0])
      assert.equal(givenBack(world, made.outTradeNo), 1099)
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
    while (payments.length < 9) payments.push(await paid(world))
    const asked = await Promise.all(payments.map((payment) => refund(world, payment)))
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
      const payment = await paid(world)
      const lost = { kind: 'notify', how: 'lost' } as const
      world.sandbox.faults.add({ effect: lost, times: null })
      const asked = await refund(world, payment, { amount: 40105 })
      const next = await refund(world, payment, { amount: 100 })
      for (const each of [asked, next]) {
        assert.equal((await passUntilOver(world, each)).status, 'succeeded')
      }
      assert.equal(givenBack(world, payment.attempt), 40205)
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
    const payment = await paid(world, 100_000)
    const asked = await refund(world, payment, { amount: 40102 })
    const next = await refund(world, payment, { amount: 500 })
    return { payment, asked, next }
  }

  it('is ended by a person who has found that it did not happen, and the next one goes out', async () => {
    const { payment, asked, next } = await stuck()
    assert.equal((await end(asked, { happened: false, note })).body.error.code, 'refund_not_stuck')
    await world.pass(DAY_MS + 6 * HOUR_MS, HOUR_MS)
    const { reviews } = await world.getPayment(payment.id)
    assert.deepEqual(keysOf(reviews), [['refund_overdue', asked.id]])
    assert.equal((await end(asked, { happened: false })).status, 400)
    world.sandbox.settings.change({ runningRefundRespcd: '1155' })
    const ended = await end(asked, { happened: false, note })
    assert.deepEqual([ended.status, ended.body.status], [200, 'failed'])
    assert.equal(ended.body.refusal.code, 'not_done')
    assert.deepEqual((await world.getPayment(payment.id)).reviews, [])
    const told = (await world.getEvents(payment.id)).findLast(
      ({ type }) => type === 'refund.failed',
    )
    assert.deepEqual([told?.data['note'], told?.data['by']], [note, 'merchant'])
    await passUntilOver(world, next)
    assert.equal((await refund(world, payment, { amount: 99_000 })).amount, 99_000)
    assert.equal((await end(asked, { happened: false, note })).status, 409)
    world.sandbox.settings.change({ runningRefundRespcd: '1102' })
  })

  it('is ended by a person who has found that it did happen, and counts as refunded', async () => {
    const { payment, asked } = await stuck()
    await world.pass(DAY_MS + 6 * HOUR_MS, HOUR_MS)
    const ended = await end(asked, { happened: true, note })
    assert.deepEqual([ended.status, ended.body.status], [200, 'succeeded'])
    const now = await world.getPayment(payment.id)
    assert.deepEqual([now.amount_refunded, now.reviews], [40102, []])
  })

  it('ends as QFPay proves it, when it is asked once more and has an answer by now', async () => {
    const { payment, asked } = await stuck()
    await world.pass(DAY_MS + 6 * HOUR_MS, HOUR_MS)
    world.sandbox.faults.add({
      effect: { kind: 'row', show: { respcd: '0000' } },
      order: asked.id,
      times: null,
    })
    const ended = await end(asked, { happened: false, note })
    assert.deepEqual([ended.status, ended.body.status], [200, 'succeeded'])
    assert.equal((await world.getPayment(payment.id)).amount_refunded, 40102)
  })
})
