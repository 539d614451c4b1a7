import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { it } from 'node:test'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { joinWorld, whileTimePasses, type JoinedWorld } from '../support/joined-world.ts'

type Received = { readonly id: string; readonly type: string; readonly status: string }

/** A merchant's server: it believes what is signed with its secret, and may be out of order. */
function openShop() {
  const received: Received[] = []
  const shop = {
    received,
    secret: '',
    isDown: false,
    async take(request: Request): Promise<Response> {
      const body = await request.text()
      const id = request.headers.get('webhook-id') ?? ''
      const key = Buffer.from(shop.secret.replace('whsec_', ''), 'base64')
      // As the specification says it, without the library that signs.
      const signature = createHmac('sha256', key)
        .update(`${id}.${request.headers.get('webhook-timestamp')}.${body}`)
        .digest('base64')
      assert.equal(request.headers.get('webhook-signature'), `v1,${signature}`)
      if (shop.isDown) return new Response('Out of order', { status: 503 })
      const { type, data } = JSON.parse(body)
      received.push({ id, type, status: data.payment.status })
      return new Response(null, { status: 204 })
    },
  }
  return shop
}

async function pay(world: JoinedWorld): Promise<string> {
  const payment = await world.createPayment()
  const visitor = world.visitor()
  await whileTimePasses(world, visitor.open(payment.url))
  const order = world.sandbox.orders.list().at(-1)
  assert.ok(order)
  await world.sandbox.orders.pay(order)
  await whileTimePasses(world, visitor.open(`${payment.url}/return`))
  return payment.id
}

describeOnDatabase('webhooks, from a payment to the merchant', (database) => {
  const openWorld = async (shop: ReturnType<typeof openShop>, eventTypes: readonly string[]) => {
    const world = await joinWorld(
      { ...database(), close: () => Promise.resolve() },
      { shop: (request) => shop.take(request) },
    )
    const { body } = await world.call('/v1/webhook_endpoints', {
      url: 'https://shop.example.com/webhooks',
      event_types: eventTypes,
    })
    shop.secret = body.secret
    return { world, endpoint: body.id as string }
  }

  it('report to the merchant what the timeline shows, in order, each once', async () => {
    const shop = openShop()
    const { world } = await openWorld(shop, ['*'])
    const id = await pay(world)
    await world.pass(20_000)
    const events = await world.getEvents(id)
    assert.deepEqual(
      shop.received.map(({ type }) => type),
      events.map(({ type }) => type),
    )
    const paid = shop.received.filter(({ type }) => type === 'payment.succeeded')
    assert.deepEqual(
      paid.map(({ status }) => status),
      ['succeeded'],
    )
    await world.close()
  })

  it('reach a merchant whose server was down for hours, in order and with what was true then', async () => {
    const shop = openShop()
    const { world, endpoint } = await openWorld(shop, ['payment.*'])
    shop.isDown = true
    await pay(world)
    await world.pass(2 * 3_600_000, 600_000)
    assert.deepEqual(shop.received, [])
    const log = await world.call(`/v1/webhook_endpoints/${endpoint}/deliveries`)
    const first = log.body.data.at(-1)
    assert.partialDeepStrictEqual(first, { status: 'pending', last_try: { response_status: 503 } })
    shop.isDown = false
    await world.pass(3 * 3_600_000, 600_000)
    assert.deepEqual(
      shop.received.map(({ type, status }) => [type, status]),
      [
        ['payment.created', 'created'],
        ['payment.pending', 'pending'],
        ['payment.succeeded', 'succeeded'],
      ],
    )
    await world.close()
  })
})
