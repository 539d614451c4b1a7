import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  APP_CODE,
  CLIENT_KEY,
  CREATED_AT,
  reset,
  startGateway,
  status,
  type Answer,
  type Gateway,
} from '../../test/support/gateway.ts'
import { createWechatOauth } from '../operations/wechat-oauth.ts'
import { maskFields, type Exchange } from './observe.ts'

const OPENID = 'oSbx0TestOpenIdAbCdEf_123-xY'
const OTHER_OPENID = 'oSbx0AnotherOpenIdAbCdEf-123'
const NAME = '王小美'
const ID_NUMBER = 'TEST-ID-0001'
const PAYMENT = {
  outTradeNo: 'SBX202511220001',
  amount: 1099,
  currency: 'HKD',
  createdAt: CREATED_AT,
  openid: OPENID,
  goodsName: `Tea for ${NAME}`,
  notifyUrl: 'https://shop.example.com/notify?token=hush',
  extendInfo: { user_truename: NAME, user_creid: ID_NUMBER },
}
const PAY_PARAMS = {
  appId: 'wx0123456789abcdef',
  timeStamp: '1763807400',
  nonceStr: 'nonce-that-stays-secret',
  package: 'prepay_id=stays-secret',
  signType: 'MD5',
  paySign: 'PAYSIGNSTAYSSECRET',
}
const CREATED = {
  respcd: '0000',
  resperr: '',
  respmsg: '',
  syssn: '20251122000200020012345678',
  out_trade_no: PAYMENT.outTradeNo,
  pay_params: PAY_PARAMS,
}
const ROW = {
  syssn: '20251122000200020012345678',
  out_trade_no: PAYMENT.outTradeNo,
  txamt: '1099',
  txcurrcd: 'HKD',
  respcd: '1143',
  errmsg: `${OPENID} of ${NAME} has not paid`,
  cardcd: OPENID,
}

/** What an observer sees of the calls that `use` makes. */
async function watch(
  answers: readonly Answer[],
  use: (gateway: Gateway) => Promise<unknown>,
): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = []
  const observe = (exchange: Exchange): void => void exchanges.push(exchange)
  const gateway = await startGateway(answers, { observe })
  await use(gateway).catch(() => undefined)
  return exchanges
}

describe('the observer of a client', () => {
  it('sees request and answer, when, how long it took and what it is about', async () => {
    const [exchange, ...more] = await watch([CREATED], ({ client }) =>
      client.createPayment({ ...PAYMENT, about: 'cart 7' }),
    )
    assert.deepEqual(more, [])
    assert.ok(exchange)
    const { durationMs, ...shown } = exchange
    assert.ok(durationMs >= 0)
    assert.deepEqual(shown, {
      endpoint: '/trade/v1/payment',
      about: 'cart 7',
      attempt: 1,
      sentAt: new Date(CREATED_AT),
      request: {
        txamt: '1099',
        txcurrcd: 'HKD',
        pay_type: '800207',
        out_trade_no: PAYMENT.outTradeNo,
        txdtm: '2025-11-22 18:30:00',
        sub_openid: '[masked]',
        goods_name: '[masked]',
        notify_url: '[masked]',
        extend_info: '[masked]',
      },
      httpStatus: 200,
      signature: 'absent',
      answer: { ...CREATED, pay_params: '[masked]' },
      respcd: '0000',
      meaning: 'success',
    })
  })

  it('sees each retry and its result', async () => {
    const seen = await watch([reset, status(502), { respcd: '0000', data: [ROW] }], ({ client }) =>
      client.enquire({ outTradeNo: PAYMENT.outTradeNo }),
    )
    const broken = { code: 'network', outcome: 'unknown', reason: 'connection' }
    const row = { ...ROW, errmsg: '[masked]', cardcd: '[masked]' }
    assert.deepEqual(
      seen.map(({ attempt, httpStatus, failure, answer }) => ({
        attempt,
        httpStatus,
        failure,
        rows: answer?.['data'],
      })),
      [
        { attempt: 1, httpStatus: undefined, failure: broken, rows: undefined },
        {
          attempt: 2,
          httpStatus: 502,
          failure: { code: 'reply', outcome: 'unknown' },
          rows: undefined,
        },
        { attempt: 3, httpStatus: 200, failure: undefined, rows: [row] },
      ],
    )
  })

  it('sees what a refusal means, and that an answer is signed, or forged', async () => {
    const refused = JSON.stringify({ respcd: '1104', resperr: `no ${OPENID}, ${NAME}, TXAMT` })
    const signed =
      (key: string): Answer =>
      (response) =>
        response.setHeader('X-QF-SIGN', hash('md5', refused + key)).end(refused)
    const [first, second] = [
      ...(await watch([signed(CLIENT_KEY)], ({ client }) => client.createPayment(PAYMENT))),
      ...(await watch([signed('another key')], ({ client }) => client.createPayment(PAYMENT))),
    ]
    assert.equal(first?.signature, 'valid')
    assert.equal(first.respcd, '1104')
    assert.match(first.meaning ?? '', /parameter/)
    assert.equal(first.answer?.['resperr'], 'no ***, ***, TXAMT')
    assert.deepEqual(first.failure, { code: 'refused', outcome: 'rejected' })
    assert.equal(second?.signature, 'forged')
    assert.deepEqual(second.failure, { code: 'signature', outcome: 'unknown' })
  })

  it("sees WeChat's exchanges as well", async () => {
    const seen: Exchange[] = []
    const gateway = await startGateway([
      { errcode: -1, errmsg: `busy with ${OPENID}` },
      { openid: OPENID, access_token: 'TOKEN-SECRET', scope: 'snsapi_base' },
    ])
    const { host, clock } = gateway
    const oauth = createWechatOauth({
      appid: 'wx0123456789abcdef',
      secret: 'wechat-secret',
      apiHost: host,
      clock,
      random: () => 0,
      observe: (exchange) => seen.push(exchange),
    })
    await oauth.exchangeCode({ code: '021SbXsecret', about: 'att_1' })
    const request = {
      appid: 'wx0123456789abcdef',
      secret: '[masked]',
      code: '[masked]',
      grant_type: 'authorization_code',
    }
    assert.deepEqual(
      seen.map((exchange) => ({ ...exchange, sentAt: 0, durationMs: 0 })),
      [
        {
          endpoint: '/sns/oauth2/access_token',
          about: 'att_1',
          attempt: 1,
          sentAt: 0,
          durationMs: 0,
          request,
          httpStatus: 200,
          meaning: 'WeChat is busy',
          answer: { errcode: -1, errmsg: '[masked]' },
          failure: { code: 'wechat-oauth', outcome: 'rejected' },
        },
        {
          endpoint: '/sns/oauth2/access_token',
          about: 'att_1',
          attempt: 2,
          sentAt: 0,
          durationMs: 0,
          request,
          httpStatus: 200,
          answer: { openid: '[masked]', access_token: '[masked]', scope: '[masked]' },
        },
      ],
    )
  })

  it('gets no secret and nothing personal, whatever the request and the answer', async () => {
    const chatty = {
      ...CREATED,
      ...ROW,
      openid: OPENID,
      respmsg: `${OPENID}, ${OTHER_OPENID}, ${NAME} (${ID_NUMBER})`,
      data: { cardcd: OPENID, user_truename: NAME },
    }
    const answers: Answer[] = [chatty, { ...chatty, respcd: '1108' }, status(500), reset, NAME]
    const seen: Exchange[] = []
    for (const answer of answers) {
      seen.push(
        ...(await watch([answer], async ({ client }) => {
          await Promise.allSettled([
            client.createPayment(PAYMENT),
            client.exchangeCode({ code: '021SbXsecret' }),
            client.enquire({ outTradeNo: 'a' }),
            client.refund({
              syssn: 's',
              outTradeNo: 'r',
              amount: 1,
              requestedAt: CREATED_AT,
              udid: 'phone-of-the-payer',
            }),
            client.addNote({ syssn: 's', note: `called ${NAME}` }),
          ])
        })),
      )
    }
    assert.ok(seen.length > 20)
    const shown = JSON.stringify(seen)
    const hidden = [OPENID, OTHER_OPENID, NAME, ID_NUMBER, '021SbXsecret', 'phone-of-the-payer']
    const secrets = [APP_CODE, CLIENT_KEY, 'stays-secret', PAY_PARAMS.paySign, 'hush']
    for (const one of [...hidden, ...secrets]) assert.equal(shown.includes(one), false, one)
  })

  it('changes nothing if it fails', async () => {
    const warned: object[] = []
    const gateway = await startGateway([CREATED], {
      observe: () => {
        throw new Error('the disk is full')
      },
      logger: { debug: () => undefined, warn: (fields) => warned.push(fields) },
    })
    assert.equal((await gateway.client.createPayment(PAYMENT)).syssn, CREATED.syssn)
    assert.match(JSON.stringify(warned), /qfpay\.observe\.failed/)
  })
})

describe('fields that are safe to store', () => {
  it('contain nothing of a value whose name is not listed as harmless', () => {
    const word = fc.stringMatching(/^[a-z]{1,9}_[a-z]{9}$/)
    const name = fc.oneof(word, fc.constantFrom('openid', 'cardcd', 'code', 'Respcd', 'buyer'))
    const value = fc.oneof(fc.string({ minLength: 1 }), fc.jsonValue())
    fc.assert(
      fc.property(name, value, (unknown, secret) => {
        const shown = secret === '' || secret === null ? secret : '[masked]'
        const fields = { [unknown]: secret }
        const row = { [unknown]: shown }
        assert.deepEqual(maskFields({ ...fields, data: [fields] }), { ...row, data: [row] })
        assert.deepEqual(maskFields({ data: fields }), { data: row })
      }),
    )
  })

  it('fit into any database: no half characters, no control characters, bounded length', () => {
    const { txamt, ...rest } = maskFields({
      txamt: `1\u0000\ud800${'9'.repeat(9000)}`,
      ...Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`a${n}`, n])),
      ['x'.repeat(99)]: 1,
    })
    assert.match(String(txamt), /^1 \ufffd9+$/)
    assert.equal(String(txamt).length, 4096)
    assert.equal(Object.keys(rest).length, 59)
    const deep: unknown = JSON.parse('{"data":'.repeat(5000) + '1' + '}'.repeat(5000))
    assert.deepEqual(maskFields(deep as Record<string, unknown>), { data: { data: '[masked]' } })
    assert.equal((maskFields({ data: Array(500).fill({}) })['data'] as []).length, 100)
  })
})
