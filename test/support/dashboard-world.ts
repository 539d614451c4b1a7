import type { Database } from '@tael/checkout'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tael/testing/durations'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import {
  CHECKOUT,
  joinWorld,
  OPERATOR_KEY,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from './joined-world.ts'
import { openOrder, requestRefund } from './refunding.ts'

const GOODS = [
  ['Two tins of Iron Goddess, 150 g', 128_800],
  ['鐵觀音 150 克 兩罐', 25_600],
  ['Dragon Well, first harvest', 13_800],
  ['Jasmine pearls', 8_850],
] as const

const POSTER = 'Moon cakes for the harbour'
const SHOP_NAME = 'Harbour Tea House'
const REASONS = ['two cups were broken', 'the parcel came back'] as const

/** What the shop says in its own language. */
export const WORDS: readonly string[] = [
  SHOP_NAME,
  POSTER,
  ...REASONS,
  ...GOODS.map(([name]) => name),
]

/** A tea shop with some days of trade: paid, refunded, canceled, in review, under way, never opened. */
export async function openTradingWorld(database: Database, days = 9): Promise<JoinedWorld> {
  const world = await joinWorld(database, {
    account: { name: SHOP_NAME, refund_approval_above: 100_000 },
    shop: (request) =>
      Promise.resolve(new Response(null, { status: request.url.endsWith('/old') ? 500 : 204 })),
  })
  world.sandbox.settings.change({ unsettledFloat: null })
  for (const path of ['webhooks', 'old']) {
    await world.call('/v1/webhook_endpoints', {
      url: `https://shop.example.com/${path}`,
      event_types: ['payment.succeeded', 'refund.*'],
    })
  }
  await world.call('/v1/payment_links', {
    title: POSTER,
    currency: 'HKD',
    amount: 5_800,
    stock: 40,
  })
  let count = 0
  const create = async (): Promise<Payment> => {
    const [description, amount] = GOODS[count % GOODS.length] ?? GOODS[0]
    const reference = `HTH-${String((count += 1) * 37).padStart(5, '0')}`
    return world.createPayment({ reference, amount, description, metadata: { table: '7' } })
  }
  const pay = async (payment: Payment): Promise<Payment> => {
    const placed = await openOrder(world, payment, `payer-${count}`)
    await world.pass(20_000, 5_000)
    await world.sandbox.orders.pay(placed)
    return world.passUntil(payment.id, ({ status }) => status === 'succeeded')
  }
  // Every night finds it, and a person has to look.
  const less = await openOrder(world, await create(), 'payer-0')
  await world.sandbox.orders.pay(less)
  const shown = { effect: { kind: 'row', show: { txamt: '1' } } } as const
  await world.pass(MINUTE_MS, 5_000)
  world.sandbox.faults.add({ ...shown, order: less.outTradeNo, times: null })
  for (let day = 0; day < days; day += 1) {
    for (let visit = 0; visit < 3 + (day % 3); visit += 1) {
      await create().then(pay)
      await world.pass(40 * MINUTE_MS, 20 * MINUTE_MS)
    }
    await create()
    const returned = await create().then(pay)
    await requestRefund(world, returned, day % 4 === 3 ? {} : { amount: 500, reason: REASONS[0] })
    await world.pass(day === days - 1 ? MINUTE_MS : DAY_MS - 8 * HOUR_MS, 30 * MINUTE_MS)
  }
  while (count % GOODS.length !== 0) await create()
  const large = await create().then(pay)
  await requestRefund(world, large, { reason: REASONS[1] })
  const canceled = await create()
  await openOrder(world, canceled)
  await world.call(`/v1/payments/${canceled.id}/cancel`, {})
  const wrong = await create()
  const placed = await openOrder(world, wrong)
  world.sandbox.scenarios.arm({ name: 'row-wrong-amount', order: placed.outTradeNo })
  await world.sandbox.orders.pay(placed)
  await world.passUntil(wrong.id, ({ reviews }) => reviews.length > 0)
  await openOrder(world, await create())
  await create()
  return world
}

/** A browser in which the checkout of this world is the web. */
export async function browseDashboard(
  browser: Browser,
  world: JoinedWorld,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  await context.route(`${CHECKOUT}/**`, async (route) => {
    const asked = route.request()
    const body = asked.postDataBuffer()
    const response = await whileTimePasses(
      world,
      world.fetch(asked.url(), {
        method: asked.method(),
        headers: await asked.allHeaders(),
        redirect: 'manual',
        ...(body && { body: new Uint8Array(body) }),
      }),
    )
    const headers = Object.fromEntries(response.headers)
    const { location, ...others } = headers
    // The browser asks the real network for what a redirect leads to, but not for what a page leads to.
    const turned = location !== undefined && {
      status: 200,
      headers: { ...others, 'content-type': 'text/html', 'content-security-policy': '' },
      body: `<meta http-equiv="refresh" content="0;url=${location}">`,
    }
    await route.fulfill(
      turned || {
        status: response.status,
        headers,
        body: Buffer.from(await response.arrayBuffer()),
      },
    )
  })
  return context
}

/** Signed in as an operator. */
export async function signIn(context: BrowserContext, world: JoinedWorld): Promise<void> {
  const { headers } = await world.fetch(`${CHECKOUT}/dashboard/login`, {
    method: 'POST',
    headers: { origin: CHECKOUT },
    body: new URLSearchParams({ key: OPERATOR_KEY }),
    redirect: 'manual',
  })
  const [name = '', value = ''] = headers.getSetCookie().join().split(/[=;]/)
  await context.addCookies([{ name, value, url: CHECKOUT }])
}
