import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readVectors } from '../../test/support/read-vectors.ts'
import { paymentReply } from '../gateway/create-payment.ts'
import { notificationBody } from '../notifications/notification-body.ts'
import type { Payment, Refund } from '../state/order.ts'
import { settingsSchema } from '../state/settings.ts'
import { type Json, pythonJson } from './python-json.ts'
import { sign } from './signing.ts'

type Vector = { readonly id: string; readonly body: string; readonly md5: string }
type SignedTwice = Vector & { readonly sha256: string }
const notifications = readVectors('notifications.json') as {
  clientKey: string
  valid: readonly SignedTwice[]
}
const responses = readVectors('responses.json') as { clientKey: string; ruleA: readonly Vector[] }

const settings = settingsSchema.parse({
  paymentNotification: 'documented',
  refundNotification: 'documented',
})
const payment: Payment = {
  kind: 'payment',
  appCode: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
  mchid: 'ZaMVg12345',
  syssn: '20251122000200020012345678',
  outTradeNo: 'SBX202511220001',
  payType: '800207',
  amount: 1099,
  currency: 'HKD',
  txdtm: '2025-11-22 18:30:00',
  createdAt: Date.UTC(2025, 10, 22, 10, 30, 1),
  skewMs: 0,
  udid: 'qiantai2',
  goodsName: '',
  status: 'paid',
  respcd: '0000',
  openid: 'oSbx0TestOpenIdAbCdEf_123-xY',
  paidAt: Date.UTC(2025, 10, 22, 10, 31, 5),
  chnlsn: '4200002511202511221234567890',
  refunded: 0,
  isRefunding: false,
  isCreditBarred: false,
}
const refund: Refund = {
  kind: 'refund',
  original: payment,
  appCode: payment.appCode,
  mchid: payment.mchid,
  syssn: '20251122000300020012345999',
  outTradeNo: 'RFD202511220001',
  payType: '800207',
  amount: 500,
  currency: 'HKD',
  txdtm: '2025-11-22 19:00:00',
  createdAt: Date.UTC(2025, 10, 22, 11, 0, 1),
  doneAt: Date.UTC(2025, 10, 22, 11, 0, 4),
  skewMs: 0,
  udid: 'qiantai2',
  status: 'done',
  respcd: '0000',
  chnlsn: '50300002512025112200001234567',
}

describe('the text of what the gateway sends', () => {
  const written: Readonly<Record<string, string>> = {
    N1: notificationBody(payment, settings),
    N2: notificationBody({ ...payment, goodsName: '測試商品A' }, settings),
    N5: notificationBody(refund, settings),
  }
  for (const [id, body] of Object.entries(written)) {
    it(`is notification ${id}, byte for byte, with either signature`, () => {
      const vector = notifications.valid.find((other) => other.id === id)
      assert.equal(body, vector?.body)
      assert.equal(sign(body, notifications.clientKey), vector?.md5)
      assert.equal(sign(body, notifications.clientKey, 'SHA256'), vector?.sha256)
    })
  }

  it('is the payment reply R3, byte for byte, with its signature', () => {
    const prepayId = 'wx22183001123456789abcdef01234560000'
    const vector = responses.ruleA.find(({ id }) => id === 'R3')
    const body = pythonJson(
      paymentReply(
        { settings },
        {
          ...payment,
          prepay: {
            prepayId,
            appid: 'wx0123456789abcdef',
            openid: payment.openid,
            createdAt: 0,
            expiresAt: 0,
            payParams: {
              package: `prepay_id=${prepayId}`,
              timeStamp: '1763807401',
              signType: 'MD5',
              paySign: '5796229646D0D804396A46D9C9093422',
              appId: 'wx0123456789abcdef',
              nonceStr: '5bx0f1e2d3c4b5a697887766554433aa',
            },
          },
        },
        { origin: 'https://openapi-hk.qfapi.com' },
      ),
    )
    assert.equal(body, vector?.body)
    assert.equal(sign(body, responses.clientKey), vector?.md5)
  })

  it('is ASCII, and means what was given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = pythonJson(value as Json)
        assert.match(text, /^[\x20-\x7e]*$/)
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('writes an emoji as two escapes, as vector N7 does', () => {
    assert.equal(
      pythonJson({ status: '1', goods_name: '茶🍵' }),
      notifications.valid.find(({ id }) => id === 'N7')?.body,
    )
  })
})
