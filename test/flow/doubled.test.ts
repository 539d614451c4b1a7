import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import type { Checkout } from '@tael/checkout'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import {
  CHECKOUT,
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

const WECHAT = { 'user-agent': 'MicroMessenger/8.0.22(0x18001626)' }

/** Where one order must not become two. */
describeOnDatabase('a payment that somebody has paid', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  const open = (payment: Payment, payer: string) =>
    whileTimePasses(world, world.visitor(payer).open(payment.url))

  it('is not offered to the next payer, though nobody has been notified yet', async () => {
    world.sandbox.scenarios.arm({ name: 'notification-lost' })
    const payment = await world.createPayment()
    await open(payment, 'mei')
    // Minutes later the schedule asks rarely.
    await world.pass(10 * 60_000, 2 * 60_000)
    const [order, ...others] = world.sandbox.orders.list().slice(-1)
    assert.ok(order && others.length === 0)
    await world.sandbox.orders.pay(order)
    const orders = world.sandbox.orders.list().length
    const page = await open(payment, 'ka-ho')
    assert.match(page.text, /Paid/)
    assert.equal(world.sandbox.orders.list().length, orders)
    assert.deepEqual((await world.getPayment(payment.id)).reviews, [])
  })
})

describeOnDatabase('two processes on one database', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  /** Where WeChat comes back to, and with which cookie. */
  type Tab = { readonly at: string; readonly cookie: string }

  async function authorize(payment: Payment, known = ''): Promise<Tab> {
    const headers = { ...WECHAT, cookie: known }
    const first = await world.fetch(payment.url, { redirect: 'manual', headers })
    const given = first.headers.getSetCookie().map((line) => line.split(';')[0])
    let at = first.headers.get('location') ?? ''
    while (!at.startsWith(CHECKOUT)) {
      const response = await world.fetch(at, { redirect: 'manual', headers: WECHAT })
      at = new URL(response.headers.get('location') ?? '', at).href
    }
    return { at, cookie: known || given.join('; ') }
  }

  /** Where a tab ends: the first one straight on QFPay's page, the others by the payment's page. */
  async function follow(process: Checkout, { at, cookie }: Tab): Promise<string> {
    const headers = { ...WECHAT, cookie }
    const { headers: answer } = await process.fetch(new Request(at, { headers }))
    const place = new URL(answer.get('location') ?? '', at).href
    return place.startsWith(CHECKOUT) && place !== at
      ? follow(process, { at: place, cookie })
      : place
  }

  async function comeBack(tabs: readonly Tab[]): Promise<void> {
    const processes = [world.checkout, world.startCheckout(), world.startCheckout()]
    const ends = processes.flatMap((process) => tabs.map((tab) => follow(process, tab)))
    const [place, ...others] = new Set(await whileTimePasses(world, Promise.all(ends)))
    assert.match(place ?? '', /\/q\/direct/)
    assert.deepEqual(others, [], 'one order for all')
  }

  it('make one order when WeChat redirects to both together', async () => {
    const payment = await world.createPayment()
    const tab = await authorize(payment)
    const orders = world.sandbox.orders.list().length
    await comeBack([tab])
    assert.equal(world.sandbox.orders.list().length, orders + 1)
  })

  it('lead a payer with two tabs to their order, when WeChat redirects to both for each', async () => {
    const payment = await world.createPayment()
    const first = await authorize(payment)
    const second = await authorize(payment, first.cookie)
    await comeBack([first, second])
    const types = (await world.getEvents(payment.id)).map(({ type }) => type)
    assert.equal(types.filter((type) => type === 'attempt.launched').length, 1)
  })
})

describeOnDatabase('a browser in Canada that keeps no cookies', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() }, { flow: 'canada' })
  })
  after(() => world.close())

  it('gets the cookie with a page, then is asked to allow cookies, and makes no order at all', async () => {
    const payment = await world.createPayment()
    let url = payment.url
    let text = ''
    for (let hop = 0; hop < 20 && text === ''; hop++) {
      const response = await whileTimePasses(
        world,
        world.fetch(url, { redirect: 'manual', headers: WECHAT }),
      )
      const location = response.headers.get('location')
      const page = location === null ? await response.text() : ''
      const [, onward] = /href="([^"]*)" data-onward/.exec(page) ?? []
      if (onward === undefined) text = page
      else assert.notEqual(response.headers.get('set-cookie'), null)
      url = new URL(location ?? onward ?? url, url).href
    }
    assert.match(text, /cookie/i)
    assert.equal(world.sandbox.orders.list().length, 0)
  })
})
