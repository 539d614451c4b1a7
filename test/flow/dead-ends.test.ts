import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { notePeer } from '@tael/checkout'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { createWechatVisitor } from '../../packages/cli/src/index.ts'
import {
  CHECKOUT,
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

describeOnDatabase('a payer', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  const exchanges = (): number =>
    world.sandbox.journal
      .list({ limit: 1000 })
      .filter(({ request }) => request?.['code']?.startsWith('invented')).length
  /** Comes back from authorizing with a code that WeChat has not given. */
  const inventCode = async (payment: Payment, address?: string): Promise<Response> => {
    const ask = (url: string, cookie = '') => {
      const headers = { 'user-agent': 'MicroMessenger/8.0.22(0x18001626)', cookie }
      const request = new Request(url, { redirect: 'manual', headers })
      return world.checkout.fetch(notePeer(request, address))
    }
    const sent = await ask(payment.url)
    const cookie = sent.headers.getSetCookie()[0]?.split(';')[0]
    const back = new URL(sent.headers.get('location') ?? '').searchParams.get('redirect_uri')
    const code = `code=invented-${String(Math.random()).slice(2)}`
    return whileTimePasses(world, ask(`${back}?${code}`, cookie))
  }

  it('keeps their order when the server’s secret is changed', async () => {
    const payment = await world.createPayment()
    const phone = world.visitor('mei')
    const first = await whileTimePasses(world, phone.open(payment.url))
    world.replaceCheckout('another server secret that is used in tests')
    const prepay = (url: string) => new URL(url).searchParams.get('package')
    const again = await whileTimePasses(world, phone.open(payment.url))
    assert.equal(prepay(again.url), prepay(first.url), 'known by the browser')
    const tablet = await whileTimePasses(world, world.visitor('mei').open(payment.url))
    assert.equal(prepay(tablet.url), prepay(first.url), 'known by the openid')
    assert.equal(world.sandbox.orders.list().length, 1)
  })

  it('is not asked to try again if the account can’t take the payment at all', async () => {
    const payment = await world.createPayment()
    await database()
      .db.updateTable('payment')
      .set({ amount: 100_000_000_000 })
      .where('id', '=', payment.id)
      .execute()
    const page = await whileTimePasses(world, world.visitor('mei').open(payment.url))
    assert.equal(page.status, 502)
    assert.match(page.text, /not available here/)
  })

  it('gets their own order if another WeChat account was in this browser before', async () => {
    const payment = await world.createPayment()
    let payer = 'mei'
    const phone = createWechatVisitor({
      fetch: (input, init) => {
        const request = new Request(input, init)
        request.headers.set('x-sandbox-payer', payer)
        return world.fetch(request)
      },
      now: () => world.clock.now(),
    })
    const prepay = async (url: string) => {
      const page = await whileTimePasses(world, phone.open(url))
      return new URL(page.url).searchParams.get('package')
    }
    const mine = await prepay(payment.url)
    payer = 'ka-ho'
    assert.equal(await prepay(payment.url), mine, 'nobody has asked who they are')
    const back = await whileTimePasses(world, phone.open(`${payment.url}/return`))
    const authorizeAgain = `${CHECKOUT}${/href="([^"]*authorize[^"]*)"/.exec(back.text)?.[1] ?? ''}`
    const theirs = await prepay(authorizeAgain)
    assert.notEqual(theirs, mine)
    assert.equal(await prepay(payment.url), theirs, 'the browser holds theirs now')
    payer = 'mei'
    assert.equal(await prepay(authorizeAgain), mine, 'and hers is hers still')
    assert.equal(await prepay(payment.url), mine)
  })

  it('learns the status immediately if many pages wait already, and when to ask again', async () => {
    const payment = await world.createPayment()
    const ask = () => world.fetch(`${payment.url}/status?status=created`)
    const waiting = Array.from({ length: 20 }, ask)
    await world.quiet()
    const further = await ask()
    assert.equal(further.headers.get('retry-after'), '3')
    assert.deepEqual(await further.json(), { status: 'created' })
    await world.call(`/v1/payments/${payment.id}/cancel`, {})
    const told = await Promise.all(waiting)
    assert.deepEqual(
      new Set(told.map(({ headers }) => headers.get('retry-after'))),
      new Set([null]),
    )
    const again = ask()
    assert.deepEqual(await (await again).json(), { status: 'canceled' })
    const seen = await world.fetch(`${payment.url}/status?status=canceled`)
    assert.equal(seen.headers.get('retry-after'), '15', 'nobody asks QFPay about it any more')
  })

  it('reads to come back in an hour if a payment has failed too often', async () => {
    const payment = await world.createPayment()
    const invent = () => inventCode(payment)
    const crowd = await Promise.all(Array.from({ length: 25 }, invent))
    assert.equal(crowd.filter(({ status }) => status === 429).length, 5)
    const events = await world.getEvents(payment.id)
    assert.equal(events.filter(({ type }) => type === 'attempt.failed').length, 20)
    const asked = exchanges()
    const refused = await invent()
    assert.equal(refused.status, 429)
    assert.equal(refused.headers.get('location'), null, 'no loop')
    assert.match(await refused.text(), /in an hour/)
    assert.equal((await world.getEvents(payment.id)).length, events.length)
    assert.equal(exchanges(), asked)
    await world.pass(61 * 60_000, 2 * 60_000)
    const orders = world.sandbox.orders.list().length
    await whileTimePasses(world, world.visitor('mei').open(payment.url))
    assert.equal(world.sandbox.orders.list().length, orders + 1)
  })

  it('asks QFPay about thirty invented codes a minute at most, from one network and with whatever payments', async () => {
    const payments = await Promise.all([1, 2, 3].map(() => world.createPayment()))
    const crowd = (address: string) =>
      Promise.all(
        payments.flatMap((payment) =>
          Array.from({ length: 15 }, () => inventCode(payment, address)),
        ),
      )
    const before = exchanges()
    const answers = await crowd('198.51.100.1')
    assert.equal(exchanges() - before, 30)
    assert.equal(answers.filter(({ status }) => status === 503).length, 15)
    const [payment] = payments
    if (payment === undefined) return assert.fail()
    assert.equal((await inventCode(payment, '198.51.100.2')).status, 200, 'another network')
    assert.equal((await inventCode(payment, '198.51.100.1')).status, 503)
    await world.pass(61_000, 1_000)
    assert.equal((await inventCode(payment, '198.51.100.1')).status, 200, 'a minute later')
  })

  it('may try as often as they like while QFPay is down', async () => {
    const payment = await world.createPayment()
    world.sandbox.faults.add({
      endpoint: 'payment',
      effect: { kind: 'cut', when: 'before' },
      times: null,
    })
    for (let tries = 0; tries < 21; tries++) {
      const page = await whileTimePasses(world, world.visitor('mei').open(payment.url))
      assert.equal(page.status, 503)
    }
    world.sandbox.faults.clear()
    await whileTimePasses(world, world.visitor('mei').open(payment.url))
    const { status } = await world.getPayment(payment.id)
    assert.equal(status, 'pending')
    assert.equal(world.sandbox.orders.list().at(0)?.payer, 'mei')
  })

  it('reads a page, not JSON, when Tael itself fails', async () => {
    const payment = await world.createPayment()
    await database().db.updateTable('account').set({ secrets_sealed: 'broken' }).execute()
    // Until then the server knows the account as it was.
    await world.pass(2_000)
    const page = await world.visitor('mei').open(payment.url)
    assert.equal(page.status, 503)
    assert.match(page.text, /<html/)
    assert.match(page.text, new RegExp(`href="/pay/${payment.id}"`))
    assert.match(page.text, /req_/)
  })
})

describeOnDatabase('an order of an account whose zone is wrong by hours', (database) => {
  for (const [ours, theirs] of [
    ['+06:00', '+08:00'],
    ['+08:00', '-08:00'],
  ] as const) {
    it(`is found though its answer was lost (${ours}, and QFPay at ${theirs})`, async () => {
      const world = await joinWorld(
        { ...database(), close: () => Promise.resolve() },
        { account: { utc_offset: ours }, settings: { utcOffset: theirs } },
      )
      world.sandbox.faults.add({ effect: { kind: 'notify', how: 'lost' }, times: null })
      world.sandbox.faults.add({ effect: { kind: 'cut', when: 'after' }, endpoint: 'payment' })
      const payment = await world.createPayment()
      await whileTimePasses(world, world.visitor('mei').open(payment.url))
      const [order] = world.sandbox.orders.list()
      assert.ok(order)
      await world.sandbox.orders.pay(order)
      await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
      await world.close()
    })
  }
})
