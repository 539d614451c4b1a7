import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import {
  APP_CODE,
  CLIENT_KEY,
  CREATED_AT,
  reset,
  silence,
  startGateway,
  status,
  type Answer,
} from '../../test/support/gateway.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { pick, responses } from '../../test/support/vectors.ts'
import { createQfpayClient, type QfpayClient } from '../client.ts'
import {
  isQfpayError,
  QfpayError,
  QfpayNetworkError,
  QfpayPendingError,
  QfpayRateLimitError,
  QfpayRefusedError,
  QfpayReplyError,
  QfpaySignatureError,
} from '../errors/errors.ts'

const PAYMENT = {
  outTradeNo: 'SBX202511220001',
  amount: 1099,
  currency: 'HKD',
  createdAt: CREATED_AT,
  openid: 'oSbx0TestOpenIdAbCdEf_123-xY',
}
const REFUND = {
  syssn: '20251122000200020012345678',
  outTradeNo: 'RFD202511220001',
  amount: 500,
  requestedAt: CREATED_AT,
}
const CREATED = JSON.parse(pick(responses.ruleA, 'R3').body) as object
const FOUND_NOTHING = {
  respcd: '0000',
  resperr: '',
  respmsg: '',
  page: 1,
  page_size: 100,
  data: [],
}

describe('a payment request', () => {
  it('is retried, with the same number, after an HTTP 429', async () => {
    const gateway = await startGateway([status(429), CREATED])
    const created = await gateway.client.createPayment(PAYMENT)
    assert.equal(created.syssn, '20251122000200020012345678')
    assert.equal(gateway.received.length, 2)
    assert.deepEqual(gateway.received[0]?.parameters, gateway.received[1]?.parameters)
  })

  it('waits as long as a 429 asks, and longer each time', async () => {
    const answers = [status(429, { 'Retry-After': '3' }), status(429), CREATED]
    const gateway = await startGateway(answers)
    await gateway.client.createPayment(PAYMENT)
    assert.deepEqual(
      gateway.clock.slept.filter((ms) => ms < 20_000),
      [3000, 750],
    )
  })

  it('gives up on 429 as not sent, immediately if it should wait for minutes', async () => {
    const gateway = await startGateway([status(429)])
    await assert.rejects(gateway.client.createPayment(PAYMENT), (error) => {
      return error instanceof QfpayRateLimitError && error.outcome === 'not-sent'
    })
    assert.equal(gateway.received.length, 3)
    const stern = await startGateway([status(429, { 'Retry-After': '600' })])
    await assert.rejects(stern.client.createPayment(PAYMENT), { retryAfterMs: 600_000 })
    assert.equal(stern.received.length, 1)
  })

  it('is retried if no server listens, and ends as not sent', async () => {
    const clock = createHandClock(CREATED_AT, 20_000)
    const host = `http://127.0.0.1:${await unusedPort()}`
    const client = createQfpayClient({ host, appCode: APP_CODE, clientKey: CLIENT_KEY, clock })
    await assert.rejects(client.createPayment(PAYMENT), (error) => {
      assert.ok(error instanceof QfpayNetworkError)
      assert.equal(error.reason, 'connection')
      assert.equal(error.outcome, 'not-sent')
      return true
    })
    assert.equal(clock.slept.filter((ms) => ms < 20_000).length, 2)
  })

  it('is not sent when no address of the host listens, nor when connecting takes too long', async () => {
    const host = `http://localhost:${await unusedPort()}`
    const local = createQfpayClient({ host, appCode: APP_CODE, clientKey: CLIENT_KEY, retries: 0 })
    await assert.rejects(local.createPayment(PAYMENT), {
      reason: 'connection',
      outcome: 'not-sent',
    })
    const { client, calls } = failing('UND_ERR_CONNECT_TIMEOUT')
    await assert.rejects(client.createPayment(PAYMENT), {
      reason: 'connection',
      outcome: 'not-sent',
    })
    assert.equal(calls(), 3)
  })

  it('is not sent to a host with an untrusted certificate, and not retried', async () => {
    for (const code of [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ]) {
      const { client, calls } = failing(code)
      await assert.rejects(client.createPayment(PAYMENT), {
        reason: 'certificate',
        outcome: 'not-sent',
      })
      assert.equal(calls(), 1)
    }
  })

  const once: [string, Answer, new (...args: never[]) => QfpayError][] = [
    ['the connection breaks', reset, QfpayNetworkError],
    [
      'the answer breaks off',
      (response) => {
        response
          .writeHead(200, { 'Content-Length': '100' })
          .write('{"respcd"', () => response.destroy())
      },
      QfpayNetworkError,
    ],
    ['the gateway fails', status(502), QfpayReplyError],
    [
      'the gateway fails politely',
      (response) => response.writeHead(500).end(JSON.stringify(CREATED)),
      QfpayReplyError,
    ],
    ['the answer is not JSON', 'OK', QfpayReplyError],
    ['the answer is empty', '', QfpayReplyError],
    ['the answer has no respcd', { ok: true }, QfpayReplyError],
    ['the answer is endless', { ...CREATED, more: 'x'.repeat(3 * 1024 * 1024) }, QfpayReplyError],
    [
      'the answer leads elsewhere',
      status(302, { Location: 'http://127.0.0.1:1/' }),
      QfpayReplyError,
    ],
    ['the answer is about another order', { ...CREATED, out_trade_no: 'OTHER' }, QfpayReplyError],
    ['the answer is an order of another amount', { ...CREATED, txamt: '1098' }, QfpayReplyError],
    [
      'the answer is an order in another currency',
      { ...CREATED, txcurrcd: 'CNY' },
      QfpayReplyError,
    ],
    ['the answer has no syssn', { ...CREATED, syssn: '' }, QfpayReplyError],
    [
      'the answer has broken pay_params',
      { ...CREATED, pay_params: { appId: 'wx' } },
      QfpayReplyError,
    ],
    ['QFPay is still working on it', { respcd: '1145' }, QfpayPendingError],
    ['QFPay is slow', { respcd: '1298' }, QfpayPendingError],
    ['QFPay is under maintenance', { respcd: '1100' }, QfpayPendingError],
    ['QFPay sends an undocumented code', { respcd: '7777' }, QfpayPendingError],
    [
      'QFPay knows the number',
      { respcd: '1251', respmsg: 'out_trade_no is used' },
      QfpayPendingError,
    ],
    ['QFPay has seen the request', { respcd: '1102' }, QfpayPendingError],
  ]
  for (const [what, answer, kind] of once) {
    it(`is never retried when ${what}: only an enquiry can tell`, async () => {
      const gateway = await startGateway([answer, CREATED])
      await assert.rejects(gateway.client.createPayment(PAYMENT), (error) => {
        assert.ok(error instanceof kind, inspect(error))
        assert.equal(error.outcome, 'unknown')
        assert.equal(error.endpoint, '/trade/v1/payment')
        return true
      })
      assert.equal(gateway.received.length, 1)
    })
  }

  it("is not sent when the caller's own limiter rejects, whose error comes as it is", async () => {
    const error = new Error('the limiter of tests does not answer')
    const rateLimit = { acquire: () => Promise.reject(error) }
    const gateway = await startGateway([CREATED], { rateLimit })
    await assert.rejects(gateway.client.createPayment(PAYMENT), (thrown) => thrown === error)
    assert.equal(gateway.received.length, 0)
  })

  it('ends after the deadline as unknown', async () => {
    const gateway = await startGateway([silence])
    const payment = gateway.client.createPayment(PAYMENT)
    await gateway.arrived(1)
    gateway.clock.advance(19_999)
    gateway.clock.advance(1)
    await assert.rejects(payment, { code: 'network', reason: 'timeout', outcome: 'unknown' })
    assert.equal(gateway.received.length, 1)
  })

  it('ends after the deadline even if the answer has begun', async () => {
    const slow: Answer = (response) => response.writeHead(200).write('{"respcd":')
    const gateway = await startGateway([slow])
    const payment = gateway.client.createPayment(PAYMENT)
    await gateway.arrived(1)
    gateway.clock.advance(20_000)
    await assert.rejects(payment, { reason: 'timeout', outcome: 'unknown' })
  })

  it('can be aborted by the caller: unknown under way, not sent before', async () => {
    const gateway = await startGateway([silence])
    const givingUp = new AbortController()
    const payment = gateway.client.createPayment({ ...PAYMENT, signal: givingUp.signal })
    await gateway.arrived(1)
    givingUp.abort()
    await assert.rejects(payment, { reason: 'aborted', outcome: 'unknown' })
    const { signal } = givingUp
    await assert.rejects(gateway.client.createPayment({ ...PAYMENT, signal }), {
      reason: 'aborted',
      outcome: 'not-sent',
    })
    assert.equal(gateway.received.length, 1)
  })

  it('can be aborted while it waits for its turn, as not sent', async () => {
    const rateLimit = { perSecond: 1, perMinute: 1 }
    const gateway = await startGateway([CREATED], { rateLimit })
    await gateway.client.createPayment(PAYMENT)
    const givingUp = new AbortController()
    const { signal } = givingUp
    const payment = gateway.client.createPayment({ ...PAYMENT, outTradeNo: 'B', signal })
    givingUp.abort()
    await assert.rejects(payment, { reason: 'aborted', outcome: 'not-sent' })
    assert.equal(gateway.received.length, 1)
  })

  it('asks for an enquiry if QFPay says that a retry’s number is used', async () => {
    for (const respcd of ['1251', '1102', '2011']) {
      const gateway = await startGateway([status(429), { respcd, respmsg: 'store' }])
      await assert.rejects(gateway.client.createPayment(PAYMENT), {
        code: 'pending',
        outcome: 'unknown',
        respcd,
      })
    }
    const first = await startGateway([{ respcd: '1251', respmsg: 'store not set up' }])
    await assert.rejects(first.client.createPayment(PAYMENT), {
      code: 'refused',
      outcome: 'rejected',
    })
  })

  it("is refused with QFPay's words and what to do", async () => {
    const answer = { respcd: '1104', resperr: '參數錯誤 (1104)', respmsg: 'filter error' }
    const gateway = await startGateway([answer])
    await assert.rejects(gateway.client.createPayment(PAYMENT), (error) => {
      assert.ok(error instanceof QfpayRefusedError)
      assert.equal(error.meaning.kind, 'caller')
      assert.equal(error.httpStatus, 200)
      assert.match(error.message, /1104.*filter error.*pay type is enabled/)
      return true
    })
  })

  it('is refused without the personal values that QFPay quotes', async () => {
    const extendInfo = { user_creid: 'TEST-ID-0001', user_truename: 'TEST' }
    const respmsg = `sub_openid ${PAYMENT.openid} of TEST (TEST-ID-0001) in ${JSON.stringify(extendInfo)}`
    for (const respcd of ['1147', '1108', '1298']) {
      const gateway = await startGateway([{ respcd, resperr: '交易失敗', respmsg }])
      await assert.rejects(gateway.client.createPayment({ ...PAYMENT, extendInfo }), (error) => {
        assert.ok(isQfpayError(error))
        assert.match(error.message, /交易失敗 – sub_openid \*{3} of \*{3} \(\*{3}\) in \*{3}\)/)
        assert.doesNotMatch(JSON.stringify(error), /TEST|oSbx/)
        return true
      })
    }
  })

  it('shows the signed text if QFPay does not accept the signature', async () => {
    const gateway = await startGateway([JSON.parse(pick(responses.ruleA, 'R1e').body) as object])
    await assert.rejects(gateway.client.createPayment(PAYMENT), (error) => {
      assert.ok(error instanceof QfpaySignatureError)
      assert.equal(error.outcome, 'rejected')
      assert.equal(
        error.signedText,
        'out_trade_no=SBX202511220001&pay_type=800207&sub_openid=***&txamt=1099&txcurrcd=HKD&txdtm=2025-11-22 18:30:00<client_key>',
      )
      return true
    })
  })
})

describe('a reply', () => {
  it('is believed if it is signed with our key, and not with another', async () => {
    const { body, md5 } = pick(responses.ruleA, 'R3')
    const signedWith =
      (signature: string): Answer =>
      (response) => {
        response.setHeader('X-Qf-Sign', signature).end(body)
      }
    const honest = await startGateway([signedWith(md5.toLowerCase())])
    assert.equal((await honest.client.createPayment(PAYMENT)).payParams?.timeStamp, '1763807401')
    const forged = await startGateway([signedWith(md5.replace('6', '7'))])
    await assert.rejects(forged.client.createPayment(PAYMENT), {
      code: 'signature',
      outcome: 'unknown',
    })
  })
})

describe('a refund request', () => {
  it('is never retried once it may have arrived', async () => {
    for (const answer of [
      reset,
      status(503),
      { respcd: '1143' },
      { respcd: '2999' },
      { respcd: '1296' },
    ]) {
      const gateway = await startGateway([answer])
      await assert.rejects(gateway.client.refund(REFUND), { outcome: 'unknown' })
      assert.equal(gateway.received.length, 1)
    }
  })

  it('is refused temporarily at the wrong hour or without enough takings: nothing happened', async () => {
    for (const respcd of ['1265', '1269']) {
      const gateway = await startGateway([{ respcd }])
      await assert.rejects(gateway.client.refund(REFUND), (error) => {
        return error instanceof QfpayRefusedError && error.meaning.kind === 'retry'
      })
    }
  })

  it('is refused if the payment was never paid', async () => {
    const gateway = await startGateway([{ respcd: '1261' }])
    await assert.rejects(gateway.client.refund(REFUND), { outcome: 'rejected', respcd: '1261' })
  })
})

describe('an enquiry', () => {
  it('is retried after every temporary fault: it only asks', async () => {
    for (const answer of [
      reset,
      status(500),
      status(429),
      'not JSON',
      { respcd: '1100' },
      { respcd: '1145' },
    ]) {
      const gateway = await startGateway([answer, FOUND_NOTHING])
      const { transactions } = await gateway.client.enquire({ outTradeNo: 'A1' })
      assert.deepEqual(transactions, [])
      assert.equal(gateway.received.length, 2)
    }
  })

  it('is not retried after a refusal, nor too often', async () => {
    const refused = await startGateway([{ respcd: '1104' }])
    await assert.rejects(refused.client.enquire({ outTradeNo: 'A1' }), { code: 'refused' })
    assert.equal(refused.received.length, 1)
    const broken = await startGateway([status(500)], { retries: 4 })
    await assert.rejects(broken.client.enquire({ outTradeNo: 'A1' }), {
      code: 'reply',
      httpStatus: 500,
    })
    assert.equal(broken.received.length, 5)
    assert.deepEqual(
      broken.clock.slept.filter((ms) => ms < 20_000),
      [375, 750, 1500, 3000],
    )
  })
})

describe('a code', () => {
  it('is exchanged once, and leads to a new authorization, whatever fails after it may have arrived', async () => {
    const answers: readonly Answer[] = [
      reset,
      status(500),
      'not JSON',
      'x'.repeat(3 * 1024 * 1024),
      { respcd: '0000' },
      { respcd: '1145' },
      { respcd: '1254', resperr: '40163 code been used' },
    ]
    for (const answer of answers) {
      const gateway = await startGateway([answer])
      await assert.rejects(gateway.client.exchangeCode({ code: '021SbX' }), (error) => {
        assert.ok(error instanceof QfpayError)
        assert.match(error.hint, /authorization once more/)
        return true
      })
      assert.equal(gateway.received.length, 1)
    }
  })
})

describe('an error', () => {
  it('contains no key, no openid and no personal data, however it is shown', async () => {
    const answers: Answer[] = [
      { respcd: '1108' },
      { respcd: '1104' },
      { respcd: '1145' },
      reset,
      '?',
      silence,
    ]
    const extendInfo = { user_creid: 'TEST-ID-0001', user_truename: '測試' }
    for (const answer of answers) {
      const gateway = await startGateway([answer])
      const payment = gateway.client.createPayment({ ...PAYMENT, currency: 'CNY', extendInfo })
      void gateway.arrived(1).then(() => gateway.clock.advance(20_000))
      const error: unknown = await payment.then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      assert.ok(isQfpayError(error))
      const shown = [
        error.message,
        String(error.stack),
        JSON.stringify(error),
        inspect(error, { depth: 9, showHidden: true }),
      ].join()
      for (const secret of [CLIENT_KEY, PAYMENT.openid, 'TEST-ID-0001', '測試']) {
        assert.equal(shown.includes(secret), false, `${error.name} shows ${secret}`)
      }
    }
  })

  it('is recognized across copies of this package', () => {
    const other = { [Symbol.for('@tael/qfpay/error')]: true }
    assert.ok(isQfpayError(other))
    assert.equal(isQfpayError(new Error('x')), false)
    assert.equal(isQfpayError(null), false)
  })
})

describe('the log', () => {
  it('names events and never a key or a payer', async () => {
    const lines: object[] = []
    const logger = {
      debug: (line: object) => lines.push(line),
      warn: (line: object) => lines.push(line),
    }
    const gateway = await startGateway([status(429), CREATED], { logger })
    await gateway.client.createPayment({ ...PAYMENT, goodsName: 'Tea & cake' })
    assert.deepEqual(
      lines.map((line) => (line as { event: string }).event),
      ['qfpay.goods_name.changed', 'qfpay.request.repeated', 'qfpay.request.answered'],
    )
    const shown = JSON.stringify(lines)
    for (const secret of [CLIENT_KEY, PAYMENT.openid]) assert.equal(shown.includes(secret), false)
  })
})

/** A client whose network fails like undici, in ways that one machine cannot produce. */
function failing(code: string): { client: QfpayClient; calls: () => number } {
  let calls = 0
  const client = createQfpayClient({
    host: 'https://gateway.example',
    appCode: APP_CODE,
    clientKey: CLIENT_KEY,
    clock: createHandClock(CREATED_AT, 20_000),
    fetch: () => {
      calls += 1
      const cause = Object.assign(new Error(code), { code })
      return Promise.reject(new TypeError('fetch failed', { cause }))
    },
  })
  return { client, calls: () => calls }
}

/** A port that was free a moment ago and on which no server listens. */
async function unusedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
