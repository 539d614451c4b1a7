import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { notifications, pick } from '../../test/support/vectors.ts'
import { createQfpayClient } from '../client.ts'
import { QfpayConfigurationError, QfpaySignatureError } from '../errors/errors.ts'
import { sign } from '../wire/signature.ts'
import { verifyNotification } from './notification.ts'

const { clientKey } = notifications
/** Exactly the members, in their order, that somebody has captured of a refund. */
const REFUND =
  '{"status": "1", "sysdtm": "2025-11-22 19:00:01", "txcurrcd": "HKD", "orig_out_trade_no": "SBX202511220001", ' +
  '"mchid": "ZaMVg12345", "txdtm": "2025-11-22 19:00:00", "txamt": "500", "orig_syssn": "20251122000200020012345678", ' +
  '"out_trade_no": "RFD202511220001", "syssn": "20251122000300020012345999", "respcd": "0000", "notify_type": "refund"}'
const N1 = pick(notifications.valid, 'N1')

describe('notification', () => {
  for (const { id, about, body, bytes, md5, sha256 } of notifications.valid) {
    for (const [signType, signature] of [
      ['MD5', md5],
      ['SHA256', sha256],
    ] as const) {
      it(`believes ${id} (${about}) by ${signType}, as bytes and as text, in either letter case`, () => {
        const raw = Buffer.from(body)
        assert.equal(raw.length, bytes)
        const fromBytes = verifyNotification({ body: raw, signature, clientKey })
        const fromText = verifyNotification({ body, signature: signature.toLowerCase(), clientKey })
        assert.deepEqual(fromText, fromBytes)
        assert.equal(fromBytes.signType, signType)
        assert.deepEqual(fromBytes.raw, JSON.parse(body))
      })
    }
  }

  for (const { of, about, md5, sha256 } of notifications.rejected) {
    it(`does not believe ${of} under ${about}`, () => {
      const { body } = pick(notifications.valid, of)
      for (const signature of [md5, sha256]) {
        assert.throws(() => verifyNotification({ body, signature, clientKey }), QfpaySignatureError)
      }
    })
  }

  for (const [what, signature] of [
    ['MD5 cut from a SHA-256', N1.sha256.slice(0, 32)],
    ['SHA-256 that is MD5 twice', N1.md5 + N1.md5],
    ['SHA-256 that lost a digit', N1.sha256.slice(1)],
  ] as const) {
    it(`does not believe ${what}`, () => {
      const asked = { body: N1.body, signature, clientKey }
      assert.throws(() => verifyNotification(asked), QfpaySignatureError)
    })
  }

  it('reads a payment in plain words', () => {
    const { raw, ...told } = verifyNotification({ body: N1.body, signature: N1.md5, clientKey })
    assert.deepEqual(told, {
      notifyType: 'payment',
      signType: 'MD5',
      syssn: '20251122000200020012345678',
      outTradeNo: 'SBX202511220001',
      payType: '800207',
      amount: 1099,
      currency: 'HKD',
      cancel: '0',
      chnlsn: '4200002511202511221234567890',
      openid: 'oSbx0TestOpenIdAbCdEf_123-xY',
      createdAt: new Date('2025-11-22T10:30:00Z'),
      recordedAt: new Date('2025-11-22T10:30:01Z'),
      paidAt: new Date('2025-11-22T10:31:05Z'),
      cashFee: 0,
      respcd: '0000',
      mchid: 'ZaMVg12345',
    })
    assert.equal(raw['cash_fee_type'], '')
  })

  it("reads a refund with the refund's own number and amount", () => {
    const { body, md5 } = pick(notifications.valid, 'N5')
    const told = verifyNotification({ body, signature: md5, clientKey })
    assert.equal(told.notifyType, 'refund')
    assert.equal(told.outTradeNo, 'RFD202511220001')
    assert.equal(told.amount, 500)
  })

  for (const type of ['refund', 'cancel']) {
    it(`reads a refund's twelve members as they were captured, notify_type ${type}`, () => {
      const body = REFUND.replace('"refund"', `"${type}"`)
      const { raw, ...told } = verifyNotification({ body, signature: signed(body), clientKey })
      assert.deepEqual(told, {
        notifyType: 'refund',
        signType: 'MD5',
        syssn: '20251122000300020012345999',
        outTradeNo: 'RFD202511220001',
        originalSyssn: '20251122000200020012345678',
        originalOutTradeNo: 'SBX202511220001',
        respcd: '0000',
        amount: 500,
        currency: 'HKD',
        mchid: 'ZaMVg12345',
        createdAt: new Date('2025-11-22T11:00:00Z'),
        recordedAt: new Date('2025-11-22T11:00:01Z'),
      })
      assert.equal(Object.keys(raw).length, 12)
    })
  }

  it('names the payment of a refund even if the amount is unreadable', () => {
    const body = REFUND.replace('"500"', '""')
    const told = verifyNotification({ body, signature: signed(body), clientKey })
    assert.ok(told.notifyType === 'unknown')
    assert.equal(told.originalSyssn, '20251122000200020012345678')
  })

  it('believes the key that QFPay issued for notifications, and then only that one', () => {
    const client = createQfpayClient({
      host: 'https://openapi-hk.qfapi.com',
      appCode: 'A',
      clientKey: 'another',
      notificationKey: clientKey,
    })
    assert.equal(
      client.verifyNotification({ body: N1.body, signature: N1.md5 }).notifyType,
      'payment',
    )
    const signature = sign({}, `${N1.body}another`, 'MD5')
    assert.throws(
      () => client.verifyNotification({ body: N1.body, signature }),
      QfpaySignatureError,
    )
  })

  it('keeps an authentic notification that names no transaction as unknown', () => {
    for (const id of ['N6', 'N7']) {
      const { body, md5 } = pick(notifications.valid, id)
      assert.equal(verifyNotification({ body, signature: md5, clientKey }).notifyType, 'unknown')
    }
    const other = N1.body.replace('"payment"', '"close"')
    const told = verifyNotification({ body: other, signature: signed(other), clientKey })
    assert.equal(told.notifyType, 'unknown')
    const uncounted = N1.body.replace('"1099"', '""')
    const odd = verifyNotification({ body: uncounted, signature: signed(uncounted), clientKey })
    assert.partialDeepStrictEqual(odd, {
      notifyType: 'unknown',
      outTradeNo: String(odd.raw['out_trade_no']),
    })
  })

  it('reads times and amounts as the account says', () => {
    const body = N1.body.replace('"HKD"', '"JPY"').replace('"1099"', '"109900"')
    const told = verifyNotification({
      body,
      signature: signed(body),
      clientKey,
      utcOffset: '-05:00',
      currencyScales: { JPY: 2 },
    })
    assert.equal(told.notifyType === 'payment' && told.amount, 1099)
    const paidAt = told.notifyType === 'payment' && told.paidAt
    assert.deepEqual(paidAt, new Date('2025-11-22T23:31:05Z'))
  })

  it('believes a body with an impossible time', () => {
    const body = REFUND.replace('2025-11-22 19:00:01', '0001-01-01 00:00:00')
    const signature = createHash('md5')
      .update(body + clientKey)
      .digest('hex')
    const told = verifyNotification({ body, signature, clientKey })
    assert.equal(told.notifyType, 'refund')
    assert.equal('recordedAt' in told, false)
  })

  it('does not believe a body with any byte changed', () => {
    const original = Buffer.from(N1.body)
    const signed = fc.constantFrom(N1.md5, N1.sha256)
    const changes = fc.integer({ min: 1, max: 255 })
    fc.assert(
      fc.property(signed, fc.nat(original.length - 1), changes, (signature, at, change) => {
        const body = Buffer.from(original)
        body[at] = (body[at] ?? 0) ^ change
        assert.throws(() => verifyNotification({ body, signature, clientKey }), QfpaySignatureError)
      }),
    )
  })

  it('does not believe a missing, empty, short or odd signature', () => {
    for (const signature of [
      undefined,
      null,
      '',
      N1.md5.slice(0, 30),
      `${N1.md5}\n`,
      'Z'.repeat(32),
    ]) {
      assert.throws(
        () => verifyNotification({ body: N1.body, signature, clientKey }),
        QfpaySignatureError,
      )
    }
  })

  it('recognizes a body that a framework parsed and serialized again', () => {
    const { body, md5, sha256 } = pick(notifications.valid, 'N2')
    const rewritten = JSON.stringify(JSON.parse(body))
    for (const signature of [md5, sha256]) {
      assert.throws(
        () => verifyNotification({ body: rewritten, signature, clientKey }),
        (error) => error instanceof QfpaySignatureError && /serialized again/.test(error.hint),
      )
      assert.throws(
        () => verifyNotification({ body: rewritten, signature, clientKey: 'another' }),
        (error) => error instanceof QfpaySignatureError && !/serialized again/.test(error.hint),
      )
    }
  })

  it('calls a hostile body forged, and quickly', () => {
    const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    const quotes = `{"a": 00, "b": "${'\\"'.repeat(200_000)}`
    const numbers = `{"a": [${'12345678901234567890,'.repeat(20_000)}]`
    for (const body of [deep, quotes, numbers, '"'.repeat(300_001), '\\'.repeat(300_001)]) {
      assert.throws(
        () => verifyNotification({ body, signature: N1.md5, clientKey }),
        QfpaySignatureError,
      )
    }
  })

  it('explains what is wrong with a parsed object, or a missing key', () => {
    const body = JSON.parse(N1.body) as string
    assert.throws(
      () => verifyNotification({ body, signature: N1.md5, clientKey }),
      (error) =>
        error instanceof QfpayConfigurationError && /not a parsed object/.test(error.message),
    )
    assert.throws(
      () => verifyNotification({ body: N1.body, signature: N1.md5, clientKey: '' }),
      QfpayConfigurationError,
    )
  })

  it('accepts authentic bytes that are not a JSON object as authentic', () => {
    for (const body of ['', '[]', 'null', '"x"', '{"a":', 'out_trade_no=A1&txamt=1']) {
      const notification = verifyNotification({ body, signature: signed(body), clientKey })
      assert.equal(notification.notifyType, 'unknown', body)
      const number = 'outTradeNo' in notification ? notification.outTradeNo : undefined
      assert.equal(number, body.startsWith('out') ? 'A1' : undefined)
    }
  })

  it('reads GBK if it is not UTF-8', () => {
    const { txamt, ...members } = JSON.parse(N1.body) as Record<string, string>
    const [before = '', after = ''] = JSON.stringify({ ...members, goods_name: '#', txamt }).split(
      '#',
    )
    // 茶 and 乗, of which the second ends in the byte of a backslash.
    const name = Buffer.from([0xb2, 0xe8, 0x81, 0x5c])
    const body = Buffer.concat([Buffer.from(before), name, Buffer.from(after)])
    const signature = createHash('md5').update(body).update(clientKey).digest('hex')
    const notification = verifyNotification({ body, signature, clientKey })
    assert.equal(notification.notifyType, 'payment')
    assert.equal(notification.raw['goods_name'], '茶乗')
  })
})

/** Signing no parameters and a longer key is hashing a body and a key. */
function signed(body: string): string {
  return sign({}, body + clientKey, 'MD5')
}
