import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { describeOnEachDatabase } from '../../packages/checkout/src/testing/database.ts'
import { joinWorld, whileTimePasses, type JoinedWorld } from '../support/joined-world.ts'

describeOnEachDatabase('a payer', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  it('keeps the order he has when the server’s secret is changed', async () => {
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

  it('is not asked to try again where the account can’t take the payment at all', async () => {
    const payment = await world.createPayment()
    await database()
      .db.updateTable('payment')
      .set({ amount: 100_000_000_000 })
      .where('id', '=', payment.id)
      .execute()
    const page = await whileTimePasses(world, world.visitor('mei').open(payment.url))
    assert.equal(page.status, 502)
  })

  it('reads a page, not JSON, when something of ours breaks', async () => {
    const payment = await world.createPayment()
    await database().db.updateTable('account').set({ secrets_sealed: 'broken' }).execute()
    const page = await world.visitor('mei').open(payment.url)
    assert.equal(page.status, 503)
    assert.match(page.text, /<html/)
    assert.match(page.text, new RegExp(`href="/pay/${payment.id}"`))
    assert.match(page.text, /req_/)
  })
})
