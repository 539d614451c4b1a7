import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { startCheckoutApi, type CheckoutApi } from '../test/support/checkout-api.ts'
import { orderNumberIn, SHOP, visitShop, type Customer } from '../test/support/customer.ts'

let api: CheckoutApi
let customer: Customer
beforeEach(async () => {
  api = await startCheckoutApi()
  customer = visitShop(api)
})
afterEach(() => api.close())

/** Fills the basket and opens it. */
async function fillBasket(): Promise<string> {
  await customer.send('/cart', { product: 'dragon-well', quantity: '2' })
  await customer.send('/cart', { product: 'gaiwan', quantity: '1' })
  return orderNumberIn(await customer.open('/cart'))
}

async function order(): Promise<string> {
  const id = await fillBasket()
  await customer.send('/orders', { order: id })
  return id
}

test('an order becomes one payment, and its customer is sent to pay it', async () => {
  const id = await fillBasket()
  const { status, location } = await customer.send('/orders', { order: id })
  assert.equal(status, 303)
  assert.equal(location, api.payments[0]?.url)
  const [asked] = api.asked
  assert.equal(asked?.headers['idempotency-key'], id)
  assert.deepEqual(JSON.parse(asked.body), {
    reference: id,
    amount: 54_400,
    currency: 'HKD',
    description: 'Dragon Well × 2, Harbour Gaiwan × 1',
    return_url: `${SHOP}/orders/${id}`,
    metadata: { items: '2' },
  })
})

test('a second tap on the button is the same order and the same payment', async () => {
  const id = await fillBasket()
  const first = await customer.send('/orders', { order: id })
  const second = await customer.send('/orders', { order: id })
  assert.equal(second.location, first.location)
  assert.equal(api.payments.length, 1)
})

test('a customer who cancels finds the basket unchanged; it is empty once its order is paid', async () => {
  const id = await order()
  api.become('pending')
  await customer.open(`/orders/${id}`)
  assert.match((await customer.open('/cart')).text, /HK\$544\.00/)
  api.become('succeeded')
  await customer.open(`/orders/${id}`)
  assert.match((await customer.open('/cart')).text, /Nothing in it yet/)
})

test('a receipt leaves items in the basket that were added after its order', async () => {
  const id = await order()
  await customer.send('/cart', { product: 'gaiwan', quantity: '3' })
  api.become('succeeded')
  await customer.open(`/orders/${id}`)
  assert.doesNotMatch((await customer.open('/cart')).text, /Nothing in it yet/)
})

test('a refund is shown: after a full one there is nothing to collect, a partial one says how much', async () => {
  const id = await order()
  api.become('succeeded')
  api.refund({ amount: 10_000 })
  const part = (await customer.open(`/orders/${id}`)).text
  assert.match(part, /Paid, and refunded in part/)
  assert.match(part, /HK\$100\.00/)
  assert.match(part, /Collect at the counter/)
  api.refund({ amount: 44_400 })
  const all = (await customer.open(`/orders/${id}`)).text
  assert.match(all, /Your money was refunded/)
  assert.doesNotMatch(all, /Thank you|Collect at the counter|Pay HK/)
})

test('a refund that is under way is shown as such, and one that was refused or declined is not', async () => {
  const id = await order()
  const { open } = customer
  api.become('succeeded')
  api.refund({ status: 'failed' })
  api.refund({ status: 'awaiting_approval' })
  assert.match((await open(`/orders/${id}`)).text, /Thank you, it is paid/)
  api.refund({ status: 'pending', amount: 10_000 })
  const part = (await open(`/orders/${id}`)).text
  assert.match(part, /Paid, and a part is on its way back[^]*On its way back[^]*HK\$100\.00/)
  assert.match(part, /Collect at the counter/)
  api.refund({ status: 'requested', amount: 44_400 })
  const all = (await open(`/orders/${id}`)).text
  assert.match(all, /Your money is on its way back/)
  assert.doesNotMatch(all, /Thank you|Collect at the counter|Pay HK/)
})

test('a second payment is on its way back until all of it is refunded, by Tael or by a person', async () => {
  const id = await order()
  api.become('succeeded')
  api.refund({ cause: 'paid_twice', attempt: 'att_2', status: 'failed' })
  const paid = (await customer.open(`/orders/${id}`)).text
  assert.match(paid, /Thank you, it is paid[^]*second payment of HK\$544\.00[^]*is on its way back/)
  assert.match(paid, /Collect at the counter/)
  api.refund({ cause: 'merchant', attempt: 'att_2' })
  assert.match((await customer.open(`/orders/${id}`)).text, /the second was refunded/)
})

test('money that came when the time to pay was over is shown, until it is back', async () => {
  const id = await order()
  api.become('expired')
  api.refund({ cause: 'paid_late', status: 'pending' })
  const late = (await customer.open(`/orders/${id}`)).text
  assert.match(late, /Your payment came too late[^]*on its way back to you/)
  api.refund({ cause: 'paid_late' })
  assert.match((await customer.open(`/orders/${id}`)).text, /too late[^]*was refunded/)
})

test('the list of orders shows each status, even while Tael does not answer', async () => {
  await order()
  const standing = async () =>
    /class="standing">(.*?)</.exec((await customer.open('/orders')).text)?.[1]
  assert.equal(await standing(), 'Not paid yet')
  api.become('succeeded')
  assert.equal(await standing(), 'Paid')
  api.failNext(503)
  assert.equal(await standing(), 'Paid')
  api.refund({})
  assert.equal(await standing(), 'Refunded')
})

test('the shop learns of payments and refunds while nobody looks at the order', async () => {
  const id = await order()
  const known = async () => {
    // What the shop has heard before, for Tael does not answer this look.
    api.failNext(503)
    return /class="standing">(.*?)</.exec((await customer.open('/orders')).text)?.[1]
  }
  api.become('succeeded')
  assert.equal(await customer.tellShop(id), 204)
  assert.equal(await known(), 'Paid')
  api.refund({})
  assert.equal(await customer.tellShop(id), 204)
  assert.equal(await known(), 'Refunded')
})

test('a webhook that Tael has not signed, or that is old, changes nothing and asks nothing', async () => {
  const id = await order()
  api.become('succeeded')
  const asked = api.asked.length
  const anHourAgo = new Date(Date.now() - 3_600_000)
  for (const forged of [{ secret: 'whsec_YW5vdGhlciBzaG9w' }, { at: anHourAgo }]) {
    assert.equal(await customer.tellShop(id, forged), 400)
  }
  assert.equal(api.asked.length, asked)
})

test('a webhook is acknowledged once the shop has understood it, and not before', async () => {
  const id = await order()
  api.failNext('lost-answer')
  assert.equal(await customer.tellShop(id), 503)
  assert.equal(await customer.tellShop(id), 204)
  assert.equal(await customer.tellShop('HT-NOTMINE0-NOTMINE0'), 204)
})

test('an order is shown as Tael says, and never as its browser says', async () => {
  const id = await order()
  const shown = async (): Promise<string> =>
    /<h1>(.*?)<\/h1>/.exec(
      (await customer.open(`/orders/${id}?status=succeeded&paid=1`)).text,
    )?.[1] ?? ''
  assert.equal(await shown(), 'Not paid yet')
  api.become('pending')
  assert.equal(await shown(), 'Waiting for WeChat')
  api.become('expired')
  assert.equal(await shown(), 'This order was not paid')
  api.become('succeeded')
  assert.equal(await shown(), 'Thank you, it is paid')
})

test('a receipt says what was bought, for how much, and when, on the clock of Hong Kong', async () => {
  const id = await order()
  api.become('succeeded')
  const { text } = await customer.open(`/orders/${id}`)
  for (const part of [
    'Dragon Well',
    '× 2',
    'HK$276.00',
    'HK$544.00',
    id,
    '2 March 2026 at 12:01',
  ]) {
    assert.ok(text.includes(part), part)
  }
  assert.ok(!text.includes('Pay HK$'))
  const chinese = await customer.open(`/orders/${id}`, { 'accept-language': 'zh-HK' })
  assert.match(chinese.text, /2026年3月2日 12:01/)
})

test('the page of an unpaid order learns of its end', async () => {
  const id = await order()
  const state = async (): Promise<string> => (await customer.open(`/orders/${id}/state`)).text
  assert.equal(await state(), '{"state":"unpaid"}')
  api.become('succeeded')
  assert.equal(await state(), '{"state":"paid"}')
})

test('an unpaid order leads back to its own payment', async () => {
  const id = await order()
  api.become('pending')
  const { location } = await customer.send(`/orders/${id}/pay`, {})
  assert.equal(location, api.payments[0]?.url)
  assert.equal(api.payments.length, 1)
})

test('an order whose time is over can be put in the basket again', async () => {
  const id = await order()
  api.become('expired')
  assert.equal((await customer.send(`/orders/${id}/again`, {})).location, '/cart')
  const again = orderNumberIn(await customer.open('/cart'))
  assert.notEqual(again, id)
  await customer.send('/orders', { order: again })
  assert.equal(api.payments.length, 2)
})

test('a lost answer costs nothing: the order stays, and paying it requests the same payment', async () => {
  const id = await fillBasket()
  api.failNext('lost-answer')
  const lost = await customer.send('/orders', { order: id })
  assert.equal(lost.status, 503)
  assert.match(lost.text, /The till does not answer/)
  assert.ok(lost.text.includes(`href="/orders/${id}"`))
  assert.match((await customer.open(`/orders/${id}`)).text, /Not paid yet/)
  assert.equal((await customer.send(`/orders/${id}/pay`, {})).location, api.payments[0]?.url)
  assert.equal(api.payments.length, 1)
})

test('a checkout that is busy or broken asks the customer to try again, and is no refusal', async () => {
  const id = await fillBasket()
  for (const failure of [429, 500, 503, 'lost-answer', 'not-json'] as const) {
    api.failNext(failure)
    const { status, text } = await customer.send('/orders', { order: id })
    assert.equal(status, 503)
    assert.match(text, /Try again/)
  }
})

test('a customer who may have paid never reads that nothing was charged', async () => {
  const id = await order()
  api.become('succeeded')
  for (const failure of [500, 429, 401, 'lost-answer', 'not-json'] as const) {
    api.failNext(failure)
    const { status, text } = await customer.open(`/orders/${id}`)
    assert.ok(status >= 500)
    assert.doesNotMatch(text, /nothing has been charged/i)
  }
})

test('the customer sees a calm page after a refusal, and the shop gets the full reason', async () => {
  const id = await fillBasket()
  api.failNext(400)
  const refused = await customer.send('/orders', { order: id })
  assert.equal(refused.status, 502)
  assert.match(refused.text, /We cannot take payments just now/)
  assert.doesNotMatch(refused.text, /Refused: failing/)
  assert.match(String(customer.reported[0]), /POST \/v1\/payments answered 400: .*Refused: failing/)
})

test('an order opens in another browser, as WeChat may bring its customer back, but is not listed there', async () => {
  const id = await order()
  const stranger = customer.stranger()
  assert.equal((await stranger.open(`/orders/${id}`)).status, 200)
  assert.ok(!(await stranger.open('/orders')).text.includes(id))
  assert.ok((await customer.open('/orders')).text.includes(id))
})

test('bad input is refused and changes nothing', async () => {
  const id = await fillBasket()
  const before = (await customer.open('/cart')).text.replaceAll(/HT-[\w-]+/g, '')
  const bad = [
    ['/cart', { product: 'dragon-well', quantity: '-1' }],
    ['/cart', { product: 'dragon-well', quantity: '1e9' }],
    ['/cart', { product: '__proto__', quantity: '1' }],
    ['/cart', {}],
    ['/orders', { order: 'ht-1' }],
    ['/orders', { order: id, padding: 'x'.repeat(5000) }],
  ] as const
  for (const [path, form] of bad) {
    assert.equal((await customer.send(path, form)).status, 400, JSON.stringify(form).slice(0, 80))
  }
  assert.equal((await customer.open('/cart')).text.replaceAll(/HT-[\w-]+/g, ''), before)
  assert.equal(api.asked.length, 0)
})

test('a malformed form is refused, without a fault of the shop', async () => {
  for (const type of ['multipart/form-data', 'application/json', 'text/plain']) {
    const { status } = await customer.send('/cart', {}, { 'content-type': type })
    assert.equal(status, 400, type)
  }
})

test('an empty basket makes no order', async () => {
  const id = orderNumberIn(await customer.open('/cart')) || 'HT-7K3M9QXD-2F4E8TA3'
  assert.equal((await customer.send('/orders', { order: id })).location, '/cart')
  assert.equal(api.asked.length, 0)
})

test('an unknown product is not found', async () => {
  for (const path of ['/products/coffee', '/orders/HT-7K3M9QXD-2F4E8TA3', '/elsewhere']) {
    assert.equal((await customer.open(path)).status, 404, path)
  }
})

test('a form of another site fills no basket', async () => {
  const form = { product: 'gaiwan', quantity: '1' }
  const { status, headers } = await customer.send('/cart', form, { 'sec-fetch-site': 'cross-site' })
  assert.equal(status, 400)
  assert.equal(headers.get('set-cookie'), null)
})

test('cookies stay with the shop: no script reads them, no plain connection carries them', async () => {
  const { headers } = await customer.send('/cart', { product: 'gaiwan', quantity: '1' })
  assert.match(headers.get('set-cookie') ?? '', /HttpOnly; Secure; SameSite=Lax$/)
})

test('nothing from elsewhere runs or shows, and only the buttons that pay may lead away', async () => {
  const policyOf = async (path: string): Promise<string> =>
    (await customer.open(path)).headers.get('content-security-policy') ?? ''
  assert.match(await policyOf('/'), /^default-src 'none'; .*form-action 'self'$/)
  assert.doesNotMatch(await policyOf('/products/gaiwan'), /unsafe|https?:/)
  assert.doesNotMatch(await policyOf('/cart'), /form-action|unsafe|https?:/)
})

test('the shop speaks the language that WeChat is set to', async () => {
  const { text } = await customer.open('/', {
    'user-agent': 'Mozilla/5.0 MicroMessenger/8.0.60 NetType/WIFI Language/zh_HK',
  })
  assert.match(text, /<html lang="zh-Hant">/)
  assert.match(text, /明前龍井/)
})
