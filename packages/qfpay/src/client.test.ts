import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { APP_CODE, CLIENT_KEY, CREATED_AT, startGateway } from '../test/support/gateway.ts'
import { notifications, pick, responses, signing } from '../test/support/vectors.ts'
import { createQfpayClient, type QfpayClient } from './client.ts'
import { QfpayConfigurationError } from './errors/errors.ts'
import type { CreatePaymentRequest, PayParams } from './wire/messages.ts'
import { sign } from './wire/signature.ts'

const OPENID = 'oSbx0TestOpenIdAbCdEf_123-xY'
const SYSSN = '20251122000200020012345678'
const PAYMENT = {
  outTradeNo: 'SBX202511220001',
  amount: 1099,
  currency: 'HKD',
  createdAt: CREATED_AT,
  openid: OPENID,
}
const PAY_PARAMS: PayParams = {
  appId: 'wx0123456789abcdef',
  timeStamp: '1763807401',
  nonceStr: '5bx0f1e2d3c4b5a697887766554433aa',
  package: 'prepay_id=wx22183001123456789abcdef01234560000',
  signType: 'MD5',
  paySign: '5796229646D0D804396A46D9C9093422',
}
const CREATED = JSON.parse(pick(responses.ruleA, 'R3').body) as object

function clientWith(options: object = {}): QfpayClient {
  const host = 'https://openapi-hk.qfapi.com'
  return createQfpayClient({ host, appCode: APP_CODE, clientKey: CLIENT_KEY, ...options })
}

describe('the OAuth URL', () => {
  it('is the documented one: signed raw, encoded once', () => {
    const redirectUri = 'https://shop.example.com/wx/callback?order=A1001'
    assert.equal(
      clientWith().oauthUrl({ redirectUri }),
      `https://openapi-hk.qfapi.com${signing.wireForms.S2}`,
    )
  })

  it('is signed with MD5 even by an account that signs with SHA256, mchid included', () => {
    const client = clientWith({ mchid: 'ZaMVg12345', signType: 'SHA256' })
    const url = new URL(client.oauthUrl({ redirectUri: 'https://shop.example.com/wx/callback' }))
    assert.equal(url.searchParams.get('sign'), pick(signing.valid, 'S3').md5)
    assert.equal(url.searchParams.get('mchid'), 'ZaMVg12345')
  })

  it('leads only to an absolute http(s) URL', () => {
    for (const redirectUri of [
      '/wx',
      'www.example.com',
      'javascript:alert(1)',
      `https://x/${'a'.repeat(512)}`,
    ]) {
      assert.throws(() => clientWith().oauthUrl({ redirectUri }), QfpayConfigurationError)
    }
  })
})

describe('the exchange of a code', () => {
  it('asks with the code in the query and returns the openid', async () => {
    const gateway = await startGateway(['{"resperr": "", "respcd": 0000, "openid": "oSbx"}'], {
      mchid: 'ZaMVg12345',
    })
    const { openid } = await gateway.client.exchangeCode({
      code: '021SbXaBcDeFgHiJkLmNoPqRsTuVwX01',
    })
    assert.equal(openid, 'oSbx')
    const [received] = gateway.received
    assert.equal(received?.method, 'GET')
    assert.equal(received.path, '/tool/v1/get_weixin_openid')
    assert.equal(received.headers['x-qf-appcode'], APP_CODE)
    assert.equal(received.headers['x-qf-sign'], pick(signing.valid, 'S5').md5)
  })

  it('does not accept an answer without an openid', async () => {
    const gateway = await startGateway([{ respcd: '0000', openid: '' }])
    await assert.rejects(gateway.client.exchangeCode({ code: 'c' }), { code: 'reply' })
  })
})

describe('a payment', () => {
  const shapes: [string, Partial<CreatePaymentRequest>, object][] = [
    ['S6', {}, {}],
    ['S7', { goodsName: '測試商品A' }, {}],
    ['S8b', { goodsName: '' }, {}],
    [
      'S9b',
      { currency: 'CNY', extendInfo: { user_creid: 'TEST-ID-0001', user_truename: '測試' } },
      {},
    ],
    ['S11', { notifyUrl: 'https://shop.example.com/n?a=1&b=%2F+x' }, {}],
  ]
  for (const [id, fields] of shapes) {
    it(`is sent as ${id} is signed, in MD5 and in SHA256`, async () => {
      const { parameters, md5, sha256 } = pick(signing.valid, id)
      const answer = { ...CREATED, txcurrcd: parameters['txcurrcd'] }
      const gateway = await startGateway([answer])
      await gateway.client.createPayment({ ...PAYMENT, ...fields })
      const [received] = gateway.received
      assert.deepEqual(received?.parameters, parameters)
      assert.equal(received.method, 'POST')
      assert.equal(received.headers['x-qf-sign'], md5)
      assert.equal(received.headers['x-qf-signtype'], undefined)
      assert.match(String(received.headers['content-type']), /^application\/x-www-form-urlencoded/)
      const sha = await startGateway([answer], { signType: 'SHA256' })
      await sha.client.createPayment({ ...PAYMENT, ...fields })
      assert.equal(sha.received[0]?.headers['x-qf-sign'], sha256)
      assert.equal(sha.received[0].headers['x-qf-signtype'], 'SHA256')
    })
  }

  it('carries all that an account may need', async () => {
    const gateway = await startGateway([CREATED], {
      mchid: 'ZaMVg12345',
      utcOffset: '+00:00',
    })
    const more = {
      payType: '800212',
      limitPay: 'no_credit',
      udid: 'desk 1',
      returnUrl: 'https://x.example/',
    } as const
    await gateway.client.createPayment({ ...PAYMENT, ...more, createdAt: new Date(CREATED_AT) })
    const parameters = gateway.received[0]?.parameters ?? {}
    assert.equal(parameters['mchid'], 'ZaMVg12345')
    assert.equal(parameters['pay_type'], '800212')
    assert.equal(parameters['limit_pay'], 'no_credit')
    assert.equal(parameters['udid'], 'desk 1')
    assert.equal(parameters['return_url'], 'https://x.example/')
    assert.equal(parameters['txdtm'], '2025-11-22 10:30:00')
  })

  it("returns WeChat's pay_params unchanged, and keeps every field", async () => {
    const gateway = await startGateway([CREATED])
    const { raw, ...created } = await gateway.client.createPayment(PAYMENT)
    assert.deepEqual(created, {
      outTradeNo: 'SBX202511220001',
      syssn: SYSSN,
      respcd: '0000',
      payParams: PAY_PARAMS,
      sysdtm: new Date('2025-11-22T10:30:01Z'),
    })
    assert.equal(raw['udid'], 'qiantai2')
  })

  it('is also read from the envelope on the response-format page', async () => {
    const data = {
      qf_trade_no: SYSSN,
      out_trade_no: 'SBX202511220001',
      pay_params: { ...PAY_PARAMS, timeStamp: 1763807401 },
    }
    const gateway = await startGateway([{ respcd: '0000', respmsg: '', data }])
    const created = await gateway.client.createPayment(PAYMENT)
    assert.equal(created.syssn, SYSSN)
    assert.deepEqual(created.payParams, PAY_PARAMS)
  })

  it('is not accepted under a number that an enquiry cannot name', async () => {
    for (const syssn of [`${SYSSN},1`, `${SYSSN} 1`, ' ', '1'.repeat(129)]) {
      const gateway = await startGateway([{ ...CREATED, syssn }])
      const created = gateway.client.createPayment(PAYMENT)
      await assert.rejects(created, { code: 'reply', outcome: 'unknown' }, syssn)
    }
  })

  it('returns a page to open in Canada, under either name', async () => {
    for (const name of ['pay_url', 'web_url']) {
      const gateway = await startGateway([
        { respcd: '0000', syssn: SYSSN, [name]: 'https://pay.example/1' },
      ])
      const created = await gateway.client.createPayment({
        outTradeNo: 'SBX202511220001',
        amount: 1099,
        createdAt: CREATED_AT,
        currency: 'CAD',
        returnUrl: 'https://x.example/',
      })
      assert.equal(created.payUrl, 'https://pay.example/1')
      assert.equal(created.payParams, undefined)
      assert.equal(gateway.received[0]?.parameters['sub_openid'], undefined)
    }
  })

  it('counts yen as the account says', async () => {
    const answer = { ...CREATED, txamt: '10000', txcurrcd: 'JPY' }
    const gateway = await startGateway([answer], { currencyScales: { JPY: 2 } })
    await gateway.client.createPayment({ ...PAYMENT, amount: 100, currency: 'JPY' })
    assert.equal(gateway.received[0]?.parameters['txamt'], '10000')
  })

  it('is refused before anything is sent, with all faults', async () => {
    const gateway = await startGateway([CREATED])
    const bad = {
      ...PAYMENT,
      outTradeNo: 'a,b',
      amount: 10.99,
      currency: 'JPY',
      notifyUrl: '/n',
      payType: 'x',
      openid: 'a b',
    }
    await assert.rejects(gateway.client.createPayment(bad), (error) => {
      return error instanceof QfpayConfigurationError && error.problems.length === 6
    })
    const faults: object[] = [
      { amount: 0 },
      { amount: -1 },
      { amount: '1099' },
      { amount: 1e12 },
      { amount: Number.NaN },
      { currency: 'hkd' },
      { currency: 'RMB' },
      { outTradeNo: '' },
      { outTradeNo: 'x'.repeat(129) },
      { createdAt: new Date('x') },
      { limitPay: 'none' },
      { udid: 'a\nb' },
      { extendInfo: { user_creid: '1' } },
    ]
    for (const fault of faults) {
      const request = { ...PAYMENT, ...fault } as CreatePaymentRequest
      await assert.rejects(gateway.client.createPayment(request), {
        code: 'configuration',
        outcome: 'not-sent',
      })
    }
    assert.deepEqual(gateway.received, [])
  })
})

describe('the cashier URL', () => {
  const request = {
    payParams: PAY_PARAMS,
    merchantName: '測試商店',
    amount: 1099,
    currency: 'HKD',
    redirectUrl: 'https://shop.example.com/wx/done?order=A1001',
  }

  it('is the documented one, each value encoded once', () => {
    assert.equal(
      clientWith().cashierUrl(request),
      'https://o2-hk.qfapi.com/q/direct?mchntnm=%E6%B8%AC%E8%A9%A6%E5%95%86%E5%BA%97&txamt=1099&currency=HKD&redirect_url=https%3A%2F%2Fshop.example.com%2Fwx%2Fdone%3Forder%3DA1001&package=prepay_id%3Dwx22183001123456789abcdef01234560000&timeStamp=1763807401&signType=MD5&paySign=5796229646D0D804396A46D9C9093422&appId=wx0123456789abcdef&nonceStr=5bx0f1e2d3c4b5a697887766554433aa',
    )
  })

  it('keeps the plus signs of a long paySign, and spaces', () => {
    const payParams = { ...PAY_PARAMS, paySign: 'a+b/c==' }
    const client = clientWith({ cashierUrl: 'http://127.0.0.1:4010/q/direct' })
    const url = client.cashierUrl({ ...request, payParams, merchantName: 'Tea + Co' })
    assert.match(
      url,
      /^http:\/\/127\.0\.0\.1:4010\/q\/direct\?mchntnm=Tea%20%2B%20Co&.*paySign=a%2Bb%2Fc%3D%3D/,
    )
    assert.equal(new URL(url).searchParams.get('paySign'), 'a+b/c==')
  })

  it('accepts half a character', () => {
    const url = clientWith().cashierUrl({ ...request, merchantName: 'a\ud800' })
    assert.equal(new URL(url).searchParams.get('mchntnm'), 'a\ufffd')
  })

  it('leads back to an absolute URL only', () => {
    const redirectUrl = 'www.example.com'
    assert.throws(
      () => clientWith().cashierUrl({ ...request, redirectUrl }),
      QfpayConfigurationError,
    )
  })
})

describe('a refund', () => {
  const request = {
    syssn: SYSSN,
    outTradeNo: 'RFD202511220001',
    amount: 500,
    requestedAt: CREATED_AT + 1_800_000,
  }
  const reply = {
    orig_syssn: SYSSN,
    sysdtm: '2025-11-22 19:00:01',
    paydtm: '2025-11-22 19:00:04',
    txcurrcd: 'HKD',
    txamt: '500',
    out_trade_no: 'RFD202511220001',
    syssn: '20251122000300020012345999',
    respcd: '0000',
    chnlsn: '50300002512025112200001234567',
    cardcd: '',
  }

  it('is sent as vector S14 and comes back with its own number', async () => {
    const gateway = await startGateway([reply])
    const { raw, ...refund } = await gateway.client.refund(request)
    assert.equal(gateway.received[0]?.path, '/trade/v1/refund')
    assert.deepEqual(gateway.received[0].parameters, pick(signing.valid, 'S14').parameters)
    assert.deepEqual(refund, {
      outTradeNo: 'RFD202511220001',
      syssn: '20251122000300020012345999',
      originalSyssn: SYSSN,
      respcd: '0000',
      amount: 500,
      currency: 'HKD',
      chnlsn: '50300002512025112200001234567',
      recordedAt: new Date('2025-11-22T11:00:01Z'),
      paidAt: new Date('2025-11-22T11:00:04Z'),
    })
    assert.deepEqual(raw, reply)
  })

  it('needs its currency where the amount depends on it', async () => {
    const gateway = await startGateway([reply], { currencyScales: { JPY: 2 } })
    await assert.rejects(gateway.client.refund(request), { code: 'configuration' })
    await gateway.client.refund({ ...request, currency: 'JPY' })
    assert.equal(gateway.received[0]?.parameters['txamt'], '50000')
  })
})

describe('a close', () => {
  const request = { outTradeNo: 'SBX202511220001', amount: 1099, createdAt: CREATED_AT }

  it('is sent as vector S15 and comes back as closed', async () => {
    const reply = {
      respcd: '0000',
      orig_syssn: SYSSN,
      syssn: '20251122000400020012346001',
      sysdtm: '2025-11-22 18:40:02',
    }
    const gateway = await startGateway([reply])
    const { raw, ...closed } = await gateway.client.close(request)
    assert.deepEqual(closed, {
      kind: 'closed',
      syssn: '20251122000400020012346001',
      originalSyssn: SYSSN,
      respcd: '0000',
      recordedAt: new Date('2025-11-22T10:40:02Z'),
    })
    assert.deepEqual(raw, reply)
    assert.equal(gateway.received[0]?.path, '/trade/v1/close')
    assert.deepEqual(gateway.received[0].parameters, pick(signing.valid, 'S15').parameters)
  })

  it('is unsupported if QFPay says 1297, or 0000 without a number', async () => {
    for (const reply of [{ respcd: '1297', syssn: SYSSN }, { respcd: '0000' }]) {
      const gateway = await startGateway([reply])
      assert.equal((await gateway.client.close(request)).kind, 'unsupported')
      assert.equal((await gateway.client.reverse(request)).kind, 'unsupported')
      assert.equal(gateway.received[1]?.path, '/trade/v1/reversal')
    }
  })

  it('is open if QFPay says that the payment is paid: enquire', async () => {
    const gateway = await startGateway([{ respcd: '1260' }])
    await assert.rejects(gateway.client.close(request), { code: 'pending', outcome: 'unknown' })
  })

  it('names the payment in one way', async () => {
    for (const names of [{ syssn: SYSSN }, { outTradeNo: undefined }]) {
      const both = { ...request, ...names } as typeof request
      await assert.rejects(clientWith().close(both), { code: 'configuration' })
    }
  })
})

describe('a note', () => {
  it('is sent as vector S17', async () => {
    const gateway = await startGateway([{ respcd: '0000', data: { syssn: SYSSN } }])
    assert.deepEqual(await gateway.client.addNote({ syssn: SYSSN, note: 'add_note' }), {
      syssn: SYSSN,
    })
    assert.equal(gateway.received[0]?.path, '/trade/v1/add_note')
    assert.deepEqual(gateway.received[0].parameters, pick(signing.valid, 'S17').parameters)
  })

  it('is refused for accounts with a mchid, and above 200 characters', async () => {
    const withMchid = clientWith({ mchid: 'ZaMVg12345' })
    await assert.rejects(withMchid.addNote({ syssn: SYSSN, note: 'x' }), /without mchid/)
    await assert.rejects(clientWith().addNote({ syssn: SYSSN, note: 'x'.repeat(201) }), /note must/)
  })
})

describe('a client', () => {
  it("verifies notifications with its account's key and time", () => {
    const { body, md5 } = pick(notifications.valid, 'N1')
    const told = clientWith({ utcOffset: '+00:00' }).verifyNotification({ body, signature: md5 })
    const createdAt = told.notifyType === 'payment' ? told.createdAt : undefined
    assert.deepEqual(createdAt, new Date('2025-11-22T18:30:00Z'))
  })

  it('sends exactly what it has signed, whatever the characters', async () => {
    const gateway = await startGateway([CREATED])
    const names = ['A+B&C=D%20', '茶🍵', 'a\ud800b', '"quoted" \\u6e2c']
    for (const udid of names) {
      await gateway.client.createPayment({ ...PAYMENT, udid })
      const { parameters = {}, headers } = gateway.received.at(-1) ?? {}
      assert.equal(headers?.['x-qf-sign'], sign(parameters, CLIENT_KEY, 'MD5'))
      assert.equal(parameters['udid'], udid.toWellFormed())
    }
  })
})
