import assert from 'node:assert/strict'
import { it } from 'node:test'
import { QfpaySignatureError, type Notification } from '@tael/qfpay'
import { MINUTE_MS } from '@tael/testing/durations'
import {
  ACCOUNTS,
  describeOnEachWire,
  order,
  paidOrder,
  type Gateway,
  type Notified,
} from './gateway.ts'

const STORE = { ...ACCOUNTS.store, signType: 'SHA256' } as const

function only({ notified }: Gateway): Notified {
  const [notification, second] = notified
  assert.ok(notification && second === undefined, `${notified.length} notifications came`)
  return notification
}

describeOnEachWire('a notification', (gateway) => {
  for (const [name, account] of [
    ['an account that signs by MD5', {}],
    ['a store that signs by SHA256', STORE],
  ] as const) {
    it(`of a payment is verified by ${name}`, async () => {
      const client = gateway().client(account)
      const created = await paidOrder(gateway(), client, {
        goodsName: '測試商品A',
        notifyUrl: `${gateway().shop}/notify`,
      })
      const { raw, chnlsn, openid, ...read } = readAs('payment', {
        ...client.verifyNotification(only(gateway())),
      })
      assert.match(chnlsn ?? '', /^4200\d{24}$/)
      assert.match(openid ?? '', /^o[\w-]{27}$/)
      assert.equal(raw['status'], '1')
      const now = new Date(gateway().clock.now())
      assert.deepEqual(read, {
        notifyType: 'payment',
        signType: 'MD5',
        outTradeNo: created.outTradeNo,
        syssn: created.syssn,
        payType: '800207',
        respcd: '0000',
        amount: 1099,
        currency: 'HKD',
        cancel: '0',
        goodsName: '測試商品A',
        ...('mchid' in account && { mchid: account.mchid }),
        createdAt: now,
        recordedAt: now,
        paidAt: now,
        cashFee: 0,
      })
    })

    it(`of a refund is verified by ${name} and names the refund`, async () => {
      const client = gateway().client(account)
      const { sandbox, shop, clock, notified } = gateway()
      const { syssn } = await paidOrder(gateway(), client, { notifyUrl: `${shop}/notify` })
      sandbox.settings.change({ refundNotification: 'documented' })
      const asked = { syssn, outTradeNo: 'RFD-1', amount: 500, requestedAt: clock.now() }
      const refund = await client.refund(asked)
      await sandbox.clock.advance(0)
      const [, second] = notified
      assert.ok(second)
      const read = readAs('refund', client.verifyNotification(second))
      assert.partialDeepStrictEqual(read, {
        outTradeNo: 'RFD-1',
        syssn: refund.syssn,
        amount: 500,
        currency: 'HKD',
        raw: { cash_refund_fee: '500' },
      })
    })

    for (const refundNotifyType of ['refund', 'cancel'] as const) {
      it(`of a refund, as captured (${refundNotifyType}), names its payment to ${name}`, async () => {
        const client = gateway().client(account)
        const { sandbox, shop, clock, notified } = gateway()
        sandbox.settings.change({ refundNotifyType })
        const paid = await paidOrder(gateway(), client, { notifyUrl: `${shop}/notify` })
        const { syssn } = paid
        await client.refund({ syssn, outTradeNo: 'RFD-1', amount: 500, requestedAt: clock.now() })
        await sandbox.clock.advance(0)
        const last = notified.at(-1)
        assert.ok(last)
        const told = client.verifyNotification(last)
        assert.ok(told.notifyType === 'refund')
        assert.equal(told.originalSyssn, syssn)
        assert.equal(told.originalOutTradeNo, paid.outTradeNo)
        assert.equal(told.amount, 500)
        assert.equal(told.cancel, undefined)
      })
    }
  }

  it('is verified by the hash that signed it, whatever the header says', async () => {
    const { sandbox, shop, notified } = gateway()
    const client = gateway().client()
    for (const [notificationSignType, declareSignType, named] of [
      ['MD5', false, null],
      ['MD5', true, 'MD5'],
      ['SHA256', false, 'SHA256'],
    ] as const) {
      sandbox.settings.change({ notificationSignType, declareSignType })
      await paidOrder(gateway(), client, { notifyUrl: `${shop}/notify` })
      const last = notified.at(-1)
      assert.ok(last)
      assert.equal(last.signType, named)
      assert.equal(client.verifyNotification(last).signType, notificationSignType)
      const body = Buffer.concat([last.body, Buffer.from(' ')])
      assert.throws(() => client.verifyNotification({ ...last, body }), QfpaySignatureError)
    }
  })

  it('goes to the registered address when the payment names none', async () => {
    const client = gateway().client(STORE)
    const { outTradeNo } = await paidOrder(gateway(), client)
    const notified = only(gateway())
    assert.equal(notified.path, '/registered')
    const read = readAs('payment', client.verifyNotification(notified))
    assert.equal(read.outTradeNo, outTradeNo)
  })

  it('is refused when a byte of it is changed, left out or serialized again', async () => {
    const client = gateway().client()
    const notifyUrl = `${gateway().shop}/notify`
    await paidOrder(gateway(), client, { goodsName: '測試商品A', notifyUrl })
    const { body, signature } = only(gateway())
    const text = new TextDecoder().decode(body)
    assert.equal(client.verifyNotification({ body: text, signature }).notifyType, 'payment')
    const forged: readonly (Uint8Array | string)[] = [
      body.subarray(0, -1),
      text.replace('"txamt": "1099"', '"txamt": "9999"'),
      `${text}\n`,
      JSON.stringify(JSON.parse(text)),
    ]
    for (const changed of forged) {
      assert.throws(
        () => client.verifyNotification({ body: changed, signature }),
        QfpaySignatureError,
      )
    }
    assert.throws(() => client.verifyNotification({ body, signature: null }), QfpaySignatureError)
    assert.throws(
      () => gateway().client(STORE).verifyNotification({ body, signature }),
      QfpaySignatureError,
    )
  })

  for (const name of ['notification-wrong-signature', 'notification-tampered'] as const) {
    it(`of a stranger is refused (${name})`, async () => {
      const client = gateway().client()
      const notifyUrl = `${gateway().shop}/notify`
      const { outTradeNo } = await order(gateway(), client, { notifyUrl })
      gateway().sandbox.scenarios.arm({ name, order: outTradeNo })
      await gateway().sandbox.orders.pay({ outTradeNo })
      await gateway().sandbox.clock.advance(0)
      assert.throws(() => client.verifyNotification(only(gateway())), QfpaySignatureError)
    })
  }

  it('comes again in the same bytes until it is answered SUCCESS', async () => {
    gateway().acknowledgement = 'OK'
    const client = gateway().client()
    await paidOrder(gateway(), client, { notifyUrl: `${gateway().shop}/notify` })
    await gateway().sandbox.clock.advance(2 * MINUTE_MS)
    gateway().acknowledgement = 'SUCCESS'
    await gateway().sandbox.clock.advance(10 * MINUTE_MS)
    await gateway().sandbox.clock.advance(24 * 60 * MINUTE_MS)
    const { notified } = gateway()
    assert.equal(notified.length, 3)
    for (const notification of notified) {
      assert.deepEqual(notification, notified[0])
      assert.equal(client.verifyNotification(notification).notifyType, 'payment')
    }
  })
})

function readAs<Type extends 'payment' | 'refund'>(
  notifyType: Type,
  notification: Notification,
): Extract<Notification, { readonly notifyType: Type }> {
  assert.equal(notification.notifyType, notifyType)
  return notification as Extract<Notification, { readonly notifyType: Type }>
}
