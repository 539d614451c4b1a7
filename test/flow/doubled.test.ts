import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { describeOnEachDatabase } from '../../packages/checkout/src/testing/database.ts'
import {
  CHECKOUT,
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

const WECHAT = { 'user-agent': 'MicroMessenger/8.0.22(0x18001626)' }

/** Where one order must not become two. */
describeOnEachDatabase('a payment that somebody has paid', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  const open = (payment: Payment, payer: string) =>
    whileTimePasses(world, world.visitor(payer).open(payment.url))

  it('is not offered to the next payer, though nobody has been told yet', async () => {
    world.sandbox.scenarios.arm({ name: 'notification-lost' })
    const payment = await world.createPayment()
    await open(payment, 'mei')
    // Minutes later the schedule asks rarely.
    await world.pass(10 * 60_000, 5_000)
    const [order, ...others] = world.sandbox.orders.list().slice(-1)
    assert.ok(order && others.length === 0)
    await world.sandbox.orders.pay(order)
    const orders = world.sandbox.orders.list().length
    const page = await open(payment, 'ka-ho')
    assert.match(page.text, /Paid/)
    assert.equal(world.sandbox.orders.list().length, orders)
    assert.equal((await world.getPayment(payment.id)).needs_attention, undefined)
  })
})

describeOnEachDatabase('two processes on one database', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  it('make one order when WeChat comes back to both at once', async () => {
    const payment = await world.createPayment()
    const follow = (url: string) => world.fetch(url, { redirect: 'manual', headers: WECHAT })
    const first = await follow(payment.url)
    const cookie = first.headers.getSetCookie().map((line) => line.split(';')[0])
    let at = first.headers.get('location') ?? ''
    while (!at.startsWith(CHECKOUT)) {
      at = new URL((await follow(at)).headers.get('location') ?? '', at).href
    }
    const processes = [world.checkout, world.startCheckout(), world.startCheckout()]
    const orders = world.sandbox.orders.list().length
    const answers = await whileTimePasses(
      world,
      Promise.all(
        processes.map((process) =>
          process.fetch(new Request(at, { headers: { ...WECHAT, cookie: cookie.join('; ') } })),
        ),
      ),
    )
    const places = answers.map(({ headers }) => headers.get('location'))
    assert.deepEqual(new Set(places), new Set([`/pay/${payment.id}`]))
    assert.equal(world.sandbox.orders.list().length, orders + 1)
  })
})

describeOnEachDatabase('a browser in Canada that keeps no cookies', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() }, { flow: 'canada' })
  })
  after(() => world.close())

  it('is told to allow them, and makes no order at all', async () => {
    const payment = await world.createPayment()
    let url = payment.url
    let text = ''
    for (let hop = 0; hop < 20 && text === ''; hop++) {
      const response = await whileTimePasses(
        world,
        world.fetch(url, { redirect: 'manual', headers: WECHAT }),
      )
      const location = response.headers.get('location')
      if (location === null) text = await response.text()
      else url = new URL(location, url).href
    }
    assert.match(text, /cookie/i)
    assert.equal(world.sandbox.orders.list().length, 0)
  })
})
