import assert from 'node:assert/strict'
import { it } from 'node:test'
import { ACCOUNTS, describeOnEachWire, enquired, pay } from './gateway.ts'

describeOnEachWire('a Canadian payment', (gateway) => {
  it('needs no openid and is paid on the page of its pay_url', async () => {
    const client = gateway().client({ ...ACCOUNTS.canadian, signType: 'SHA256' })
    const returnUrl = `${gateway().shop}/done?order=A1001&x=%2F+y`
    const created = await client.createPayment({
      outTradeNo: 'CA-1',
      amount: 2599,
      currency: 'CAD',
      createdAt: gateway().clock.now(),
      goodsName: 'Maple tea',
      returnUrl,
      notifyUrl: `${gateway().shop}/notify`,
    })
    assert.equal(created.payParams, undefined)
    assert.ok(created.payUrl)

    const page = await gateway().phone('ka-ho').open(created.payUrl)
    assert.equal(page.status, 200)
    assert.match(page.text, /Harbour Tea House Canada[\s\S]*CAD 25\.99[\s\S]*Maple tea/)
    assert.ok(page.text.includes(`data-return="${returnUrl.replaceAll('&', '&amp;')}"`))

    await pay(gateway(), created.outTradeNo)
    const paid = await enquired(client, created.outTradeNo)
    assert.partialDeepStrictEqual(paid, { outcome: 'succeeded', amount: 2599, currency: 'CAD' })
    const [notified] = gateway().notified
    assert.ok(notified)
    assert.equal(client.verifyNotification(notified).notifyType, 'payment')
  })
})
