import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { DEMO, type OrderView } from '@tael/sandbox'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { createWechatVisitor, type Hop } from '../../packages/cli/src/index.ts'
import {
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

const PAID_TYPES = [
  'payment.created',
  'attempt.recorded',
  'payment.pending',
  'attempt.launched',
  'notification.received',
  'attempt.succeeded',
  'payment.succeeded',
]

const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type)

/** The newest order that the gateway has made. */
function newestOrder(world: JoinedWorld): OrderView {
  const order = world.sandbox.orders.list().at(-1)
  assert.ok(order, 'the gateway made an order')
  return order
}

async function open(world: JoinedWorld, payment: Payment, visitor = world.visitor()) {
  return whileTimePasses(world, visitor.open(payment.url))
}

async function openReturn(world: JoinedWorld, payment: Payment, visitor = world.visitor()) {
  return whileTimePasses(world, visitor.open(`${payment.url}/return`))
}

describeOnDatabase('the flow', (database) => {
  for (const flow of ['qfpay-account', 'own-account', 'canada'] as const) {
    describe(flow, () => {
      let world: JoinedWorld
      before(async () => {
        world = await joinWorld({ ...database(), close: () => Promise.resolve() }, { flow })
      })
      after(() => world.close())

      it('leads from the merchant’s request to a payment that is proved paid', async () => {
        const payment = await world.createPayment()
        const visitor = world.visitor()
        const page = await open(world, payment, visitor)
        assert.equal(page.status, 200)
        const order = newestOrder(world)
        assert.equal(order.amount, 1099)
        await world.sandbox.orders.pay(order)
        const back = await openReturn(world, payment, visitor)
        assert.match(back.text, /Paid/)
        const paid = await world.getPayment(payment.id)
        assert.equal(paid.status, 'succeeded')
        assert.deepEqual(typesOf(await world.getEvents(payment.id)), PAID_TYPES)
      })

      it('proves the amount that was charged, whatever left a wallet of another currency', async () => {
        const payment = await world.createPayment()
        await open(world, payment, world.visitor('chen'))
        const order = newestOrder(world)
        await world.sandbox.orders.pay({ ...order, payer: 'chen' })
        await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
        const proved = (await world.getEvents(payment.id)).at(-1)
        assert.partialDeepStrictEqual(proved?.data, {
          amount: 1099,
          cash_fee: 1011,
          cash_fee_currency: 'CNY',
          exchange_rate: '0.92',
        })
      })

      it('says "confirming" to a payer who comes back without having paid, and lets them continue', async () => {
        const payment = await world.createPayment()
        const visitor = world.visitor()
        await open(world, payment, visitor)
        const order = newestOrder(world)
        await world.sandbox.orders.cancel(order)
        const back = await openReturn(world, payment, visitor)
        assert.match(back.text, /Confirming/)
        assert.equal((await world.getPayment(payment.id)).status, 'pending')
        await open(world, payment, visitor)
        assert.equal(newestOrder(world).outTradeNo, order.outTradeNo, 'the same order again')
        await world.sandbox.orders.pay(order)
        await openReturn(world, payment, visitor)
        assert.equal((await world.getPayment(payment.id)).status, 'succeeded')
      })

      it('keeps no openid, code or key where it can be read', async () => {
        const payment = await world.createPayment()
        await open(world, payment)
        const order = newestOrder(world)
        await world.sandbox.orders.pay(order)
        await openReturn(world, payment)
        const tables = [
          'payment',
          'attempt',
          'event',
          'notification',
          'account',
          'api_key',
        ] as const
        const stored = await Promise.all(
          tables.map((table) => database().db.selectFrom(table).selectAll().execute()),
        )
        const text = JSON.stringify(stored)
        const journal = JSON.stringify(world.sandbox.journal.list({}))
        const openids = new Set(journal.match(/\bo[A-Za-z0-9_-]{27}\b/g))
        if (flow !== 'canada') assert.ok(openids.size > 0, 'the journal names openids')
        for (const openid of openids) assert.ok(!text.includes(openid), 'an openid is stored')
        const secrets = [DEMO.merchant.clientKey, DEMO.merchantAccount.secret]
        for (const secret of secrets) assert.ok(!text.includes(secret), 'a secret is stored')
      })
    })
  }

  describe('repeated, doubled and lost', () => {
    let world: JoinedWorld
    before(async () => {
      world = await joinWorld({ ...database(), close: () => Promise.resolve() })
    })
    after(() => world.close())

    const ordersOf = async (payment: Payment) => {
      const attempts = await database()
        .db.selectFrom('attempt')
        .select('id')
        .where('payment_id', '=', payment.id)
        .execute()
      const numbers = new Set(attempts.map(({ id }) => id))
      return world.sandbox.orders.list().filter(({ outTradeNo }) => numbers.has(outTradeNo))
    }

    it('notes that a page was opened where nobody authorized, and writes nothing where somebody did', async () => {
      const [left, led] = [await world.createPayment(), await world.createPayment()]
      const seenAt = new Date(world.clock.now())
      await whileTimePasses(world, world.fetch(left.url))
      await open(world, led)
      await world.pass(40_000, 5_000)
      await whileTimePasses(world, world.fetch(left.url))
      await world.pass(40_000, 5_000)
      const rows = await database()
        .db.selectFrom('payment')
        .select(['id', 'opened_at'])
        .where('id', 'in', [left.id, led.id])
        .execute()
      const openedAt = (id: string) => rows.find((row) => row.id === id)?.opened_at
      assert.deepEqual(openedAt(left.id), seenAt)
      assert.equal(openedAt(led.id), null)
    })

    for (const scenario of ['oauth-callback-twice', 'oauth-two-codes']) {
      it(`makes one order when WeChat comes back twice (${scenario})`, async () => {
        world.sandbox.scenarios.arm({ name: scenario })
        const payment = await world.createPayment()
        const hops: Hop[] = []
        const visitor = createWechatVisitor({
          fetch: world.fetch,
          now: () => world.clock.now(),
          onHop: (hop) => hops.push(hop),
        })
        const page = await open(world, payment, visitor)
        assert.match(page.url, /\/q\/direct/)
        const callbacks = () => hops.filter(({ url }) => url.includes('/authorized/'))
        // The one that did not make the order waits for it, perhaps longer than the payer's page.
        for (let waits = 0; callbacks().length < 2 && waits < 100; waits++) await world.pass(250)
        assert.deepEqual(
          callbacks().map(({ status }) => status),
          [303, 303],
        )
        assert.equal(callbacks().filter(({ url }) => url.includes('&pass_ticket=')).length, 1)
        assert.equal((await ordersOf(payment)).length, 1)
      })
    }

    it('makes one order for twenty simultaneous redirects', async () => {
      const payment = await world.createPayment()
      const userAgent = 'MicroMessenger/8.0.22(0x18001626)'
      const follow = (url: string) =>
        world.fetch(url, { redirect: 'manual', headers: { 'user-agent': userAgent } })
      const first = await follow(payment.url)
      const cookie = first.headers.getSetCookie().map((line) => line.split(';')[0])
      let at = first.headers.get('location') ?? ''
      while (!/^https:\/\/pay\..*\/authorized\//.test(at)) {
        at = new URL((await follow(at)).headers.get('location') ?? '', at).href
      }
      const callbacks = Array.from({ length: 20 }, () => at)
      const headers = { 'user-agent': userAgent, cookie: cookie.join('; ') }
      const answers = await whileTimePasses(
        world,
        Promise.all(callbacks.map((url) => world.fetch(url, { redirect: 'manual', headers }))),
      )
      const places = answers.map(({ headers }) => headers.get('location') ?? '')
      const [cashier, ...others] = places.filter((place) => place !== `/pay/${payment.id}`)
      assert.match(cashier ?? '', /\/q\/direct/)
      assert.deepEqual(others, [], 'the first one leads there itself')
      const resumed = await whileTimePasses(
        world,
        world.fetch(payment.url, { redirect: 'manual', headers }),
      )
      assert.equal(resumed.headers.get('location'), cashier, 'and the others by the payment’s page')
      assert.equal((await ordersOf(payment)).length, 1)
      const code = new URL(at).searchParams.get('code')
      const exchanges = world.sandbox.journal
        .list({ limit: 1000 })
        .filter(({ request }) => request?.['code'] === code)
      assert.equal(exchanges.length, 1)
    })

    it('opens no payment module for a payment that ended while its order was made', async () => {
      const slow = await joinWorld(
        { ...database(), close: () => Promise.resolve() },
        { gatewayMs: 1_000 },
      )
      const payment = await slow.createPayment()
      const opening = slow.visitor().open(payment.url)
      await slow.passUntil(payment.id, ({ status }) => status === 'pending')
      await slow.call(`/v1/payments/${payment.id}/cancel`, {})
      const page = await whileTimePasses(slow, opening)
      assert.equal(page.url, payment.url)
      assert.match(page.text, /canceled/i)
      await slow.close()
    })

    it('does not accept a state that it has not given to this browser', async () => {
      const payment = await world.createPayment()
      const forged = `${payment.url}/authorized/${'0'.repeat(98)}?code=021x`
      const answer = await world.fetch(forged, { redirect: 'manual' })
      assert.equal(answer.headers.get('location'), `/pay/${payment.id}?again=1`)
      const again = await world.fetch(`${forged}&again=2`)
      assert.match(await again.text(), /cookie/i)
      assert.deepEqual(typesOf(await world.getEvents(payment.id)), ['payment.created'])
    })

    it('gives a payer with two tabs one order, and a payer with two phones as well', async () => {
      const payment = await world.createPayment()
      const phone = world.visitor('mei')
      const pages = await whileTimePasses(
        world,
        Promise.all([phone.open(payment.url), phone.open(payment.url)]),
      )
      const second = await open(world, payment, world.visitor('mei'))
      const prepays = new Set(
        [...pages, second].map(({ url }) => new URL(url).searchParams.get('package')),
      )
      assert.equal(prepays.size, 1)
    })

    it('lets a payer return on either of two phones without authorizing again', async () => {
      const payment = await world.createPayment()
      const phones = [world.visitor('mei'), world.visitor('mei')]
      for (const phone of phones) await open(world, payment, phone)
      const recorded = async (): Promise<number> =>
        typesOf(await world.getEvents(payment.id)).filter((type) => type === 'attempt.recorded')
          .length
      const before = await recorded()
      for (const phone of phones) await open(world, payment, phone)
      assert.equal(await recorded(), before)
    })

    it('lets another payer take over, and sees when both have paid', async () => {
      const payment = await world.createPayment()
      await open(world, payment, world.visitor('mei'))
      const first = newestOrder(world)
      await open(world, payment, world.visitor('ka-ho'))
      const second = newestOrder(world)
      assert.notEqual(first.outTradeNo, second.outTradeNo)
      await world.sandbox.orders.pay(first)
      await world.sandbox.orders.pay(second)
      await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
      await world.pass(30_000)
      const types = typesOf(await world.getEvents(payment.id))
      assert.ok(types.includes('payment.paid_twice') && types.includes('refund.succeeded'))
    })

    it('shows a QR code outside WeChat, and there nothing is asked of the gateway', async () => {
      const payment = await world.createPayment()
      const before = world.sandbox.journal.list({ limit: 1000 }).length
      const page = await world.fetch(payment.url, { headers: { 'user-agent': 'Mozilla/5.0' } })
      const text = await page.text()
      assert.match(text, /<svg/)
      assert.match(text, /Scan/)
      assert.equal(world.sandbox.journal.list({ limit: 1000 }).length, before)
      assert.deepEqual(typesOf(await world.getEvents(payment.id)), ['payment.created'])
    })

    it('updates a waiting page as soon as the payment is proved', async () => {
      const payment = await world.createPayment()
      await open(world, payment)
      const waiting = world.fetch(`${payment.url}/status?status=pending`)
      await world.sandbox.orders.pay(newestOrder(world))
      const answer = await whileTimePasses(world, waiting)
      assert.deepEqual(await answer.json(), { status: 'succeeded' })
    })

    it('refuses a forged notification and leaks nothing', async () => {
      const payment = await world.createPayment({ amount: 40075 })
      await open(world, payment)
      await world.sandbox.orders.pay(newestOrder(world))
      await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
      const answers = world.sandbox.notifications.list().flatMap(({ attempts }) => attempts)
      const refused = answers.filter(({ status }) => status === 401)
      assert.deepEqual(
        refused.map(({ answer }) => answer),
        ['REFUSED'],
      )
    })

    it('accepts no more attempts after the deadline, and still sees late money', async () => {
      const payment = await world.createPayment({ expires_in: 600 })
      const visitor = world.visitor()
      await open(world, payment, visitor)
      const order = newestOrder(world)
      await world.pass(11 * 60_000, 30_000)
      await world.passUntil(payment.id, ({ status }) => status === 'expired')
      assert.match((await open(world, payment)).text, /expired/i)
      world.sandbox.scenarios.arm({ name: 'notification-lost', order: order.outTradeNo })
      await world.sandbox.orders.pay(order)
      await world.pass(15 * 60_000, 30_000)
      await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    })

    it('gives up an unpaid attempt once its prepay has expired', async () => {
      const payment = await world.createPayment()
      await open(world, payment)
      const order = newestOrder(world)
      await world.pass(2.5 * 60 * 60_000, 2 * 60_000)
      const attempt = await database()
        .db.selectFrom('attempt')
        .selectAll()
        .where('id', '=', order.outTradeNo)
        .executeTakeFirstOrThrow()
      assert.ok(['lapsed', 'failed'].includes(attempt.status), attempt.status)
      assert.equal(attempt.enquire_at, null)
      assert.equal((await world.getPayment(payment.id)).status, 'pending')
    })
  })
})
