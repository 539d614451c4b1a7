import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Answer,
  IN_WECHAT,
  ORIGIN,
  type TryMerchant,
  signature,
  tryMerchant,
} from '../../test/support/try-merchant.ts'
import { ConnectionCut } from '../connection-cut.ts'
import { DEMO } from '../demo.ts'
import { MINUTE_MS, SECOND_MS } from '../durations.ts'
import { sign } from '../wire/signing.ts'
import { SCENARIOS, findScenario } from './scenarios.ts'

const { appCode, clientKey } = DEMO.merchant
type Check = (merchant: TryMerchant, amount: string) => Promise<void>

const N = 'ORDER1'
const R = 'REFUND1'

/** What really happens in each scenario, asked as a merchant would ask. */
const CHECKS: Readonly<Record<string, Check>> = {
  'pending-forever': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(100 * MINUTE_MS)
    assert.equal(await respcdOf(m), '1145')
    assert.equal(m.received.length, 0)
    assert.equal(m.sandbox.ledger().length, 0)
  },
  'pending-then-paid': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    assert.equal(await respcdOf(m), '1145')
    await m.clock.advance(10 * SECOND_MS)
    assert.equal(await respcdOf(m), '0000')
    assert.equal(m.received.length, 1)
  },
  'pending-then-failed': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    assert.equal(await respcdOf(m), '1145')
    await m.clock.advance(30 * SECOND_MS)
    assert.equal(await respcdOf(m), '1204')
    assert.equal(m.received.length, 0)
    assert.equal(m.sandbox.ledger().length, 0)
  },
  'paid-late': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(44 * MINUTE_MS)
    assert.equal(await respcdOf(m), '1143')
    await m.clock.advance(MINUTE_MS)
    assert.equal(await respcdOf(m), '0000')
    assert.equal(m.received.length, 1)
  },
  'paid-after-expiry': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(121 * MINUTE_MS)
    assert.equal(await respcdOf(m), '1181')
    await m.clock.advance(4 * MINUTE_MS)
    assert.equal(await respcdOf(m), '0000')
  },
  'insufficient-balance': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    const first = await m.sandbox.orders.pay({ outTradeNo: N })
    assert.equal(first.errMsg, 'get_brand_wcpay_request:fail')
    assert.equal(await respcdOf(m), '1143')
    const second = await m.sandbox.orders.pay({ outTradeNo: N })
    assert.equal(second.order.status, 'paid')
  },
  'payer-cancels': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    const { errMsg } = await m.sandbox.orders.pay({ outTradeNo: N })
    assert.equal(errMsg, 'get_brand_wcpay_request:cancel')
    assert.equal(await respcdOf(m), '1143')
  },
  'bank-refuses': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    const { errMsg } = await m.sandbox.orders.pay({ outTradeNo: N })
    assert.equal(errMsg, 'get_brand_wcpay_request:fail')
    assert.equal(await respcdOf(m), '1204')
  },
  'liar-bridge': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    const { errMsg } = await m.sandbox.orders.pay({ outTradeNo: N })
    assert.equal(errMsg, 'get_brand_wcpay_request:ok')
    assert.equal(await respcdOf(m), '1143')
    assert.equal(m.sandbox.ledger().length, 0)
  },
  'silent-bridge': async (m, txamt) => {
    const { pay_params: payParams } = await m.order({ out_trade_no: N, txamt })
    const pageUrl = 'https://o2-hk.qfapi.com/q/direct'
    const sheet = m.sandbox.wallet.open({ payParams, pageUrl, payer: 'mei', profile: 'android' })
    assert.ok(sheet.kind === 'sheet')
    const asked = { sheetId: sheet.sheetId, decision: 'pay' } as const
    assert.equal((await m.sandbox.wallet.decide(asked)).silent, true)
    assert.equal(await respcdOf(m), '0000')
  },
  'paid-twice': async (m, txamt) => {
    await m.order({ out_trade_no: 'OLDER', txamt })
    await m.order({ out_trade_no: 'OTHER-AMOUNT', txamt: '5' })
    await m.paid({ out_trade_no: N, txamt })
    assert.deepEqual(
      m.sandbox.ledger().map(({ outTradeNo }) => outTradeNo),
      ['OLDER', N],
    )
  },
  'risk-stop': async (m, txamt) => {
    await repeat(2, async () => {
      assert.equal((await m.order({ out_trade_no: N, txamt })).respcd, '1294')
    })
    assert.equal(await isKnown(m), false)
  },
  'clock-skew': async (m, txamt) => {
    const answer = await m.order({ out_trade_no: N, txamt })
    assert.equal(answer['sysdtm'], '2025-11-22 18:40:00')
    assert.equal((await m.row(N))['sysdtm'], '2025-11-22 18:40:00')
  },
  'close-unsupported': (m, txamt) => closeSays(m, txamt, '1297'),
  'close-refused': (m, txamt) => closeSays(m, txamt, '1260'),
  'close-answer-lost': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    await m.clock.advance(6 * MINUTE_MS)
    await assert.rejects(close(m, txamt), ConnectionCut)
    assert.equal(await respcdOf(m), '1142')
    assert.equal((await close(m, txamt)).respcd, '1264')
  },
  'answer-lost': (m, txamt) => orderIsLost(m, txamt, true),
  'request-lost': (m, txamt) => orderIsLost(m, txamt, false),
  'server-error-before': (m, txamt) => orderStatus(m, txamt, 502, false),
  'server-error-after': (m, txamt) => orderStatus(m, txamt, 502, true),
  'slow-answer': async (m, txamt) => {
    const openid = await m.openid()
    let isAnswered = false
    const answer = m.order({ out_trade_no: N, txamt, sub_openid: openid }).finally(() => {
      isAnswered = true
    })
    await turns()
    await m.clock.advance(39 * SECOND_MS)
    assert.equal(isAnswered, false)
    assert.equal(await isKnown(m), true)
    await m.clock.advance(SECOND_MS)
    assert.equal((await answer).respcd, '0000')
  },
  'truncated-answer': (m, txamt) => orderText(m, txamt, /^\{"sysdtm.{100,}[^}]$/),
  'empty-answer': (m, txamt) => orderText(m, txamt, /^$/),
  'html-answer': (m, txamt) => orderText(m, txamt, /^<html>/),
  'wrong-content-type': async (m, txamt) => {
    const response = await send(m, txamt)
    assert.equal(response.headers.get('content-type'), 'text/plain')
    assert.equal(((await response.json()) as Answer).respcd, '0000')
  },
  'bare-respcd': (m, txamt) => orderText(m, txamt, /"respcd": 0000/),
  'answer-wrongly-signed': async (m, txamt) => {
    const response = await send(m, txamt)
    assert.notEqual(response.headers.get('x-qf-sign'), sign(await response.text(), clientKey))
  },
  'unknown-respcd': (m, txamt) => orderSays(m, txamt, '9876', true),
  'system-fault-before': (m, txamt) => orderSays(m, txamt, '1252', false),
  'system-fault-after': (m, txamt) => orderSays(m, txamt, '1252', true),
  'internal-problem': (m, txamt) => orderSays(m, txamt, '1254', false),
  'slow-network-waiting': (m, txamt) => orderSays(m, txamt, '1295', true),
  'slow-network-try-later': (m, txamt) => orderSays(m, txamt, '1296', false),
  'bank-busy': (m, txamt) => orderSays(m, txamt, '1297', false),
  'do-not-pay-twice': (m, txamt) => orderSays(m, txamt, '1298', true),
  maintenance: (m, txamt) => orderSays(m, txamt, '1100', false),
  'still-processing': (m, txamt) => orderSays(m, txamt, '1145', true),
  'too-many-requests': async (m, txamt) => {
    const sub_openid = await m.openid()
    await repeat(3, async () => {
      assert.equal((await send(m, txamt, sub_openid)).status, 429)
    })
    assert.equal((await m.order({ out_trade_no: N, txamt, sub_openid })).respcd, '0000')
  },
  'enquiry-storm': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    await repeat(5, async () => {
      assert.equal((await ask(m)).status, 429)
    })
    assert.equal((await ask(m)).status, 200)
  },
  'enquiry-server-error': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    for (const status of [500, 500, 200]) assert.equal((await ask(m)).status, status)
  },
  'enquiry-slow': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    const asked = ask(m)
    await turns()
    await m.clock.advance(40 * SECOND_MS)
    assert.equal((await asked).status, 200)
    assert.equal(
      m.clock.now() - Date.parse(m.sandbox.orders.get({ outTradeNo: N }).createdAt),
      40_000,
    )
  },
  'enquiry-garbled': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    await repeat(2, async () => {
      await assert.rejects((await ask(m)).json(), SyntaxError)
    })
    assert.equal(await respcdOf(m), '1143')
  },
  'row-missing-at-first': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    await repeat(3, async () => {
      assert.equal(await isKnown(m), false)
    })
    assert.equal(await isKnown(m), true)
  },
  'row-wrong-amount': (m, txamt) => rowShows(m, txamt, { txamt: '1', respcd: '0000' }),
  'row-wrong-currency': (m, txamt) => rowShows(m, txamt, { txcurrcd: 'IDR', respcd: '0000' }),
  'row-of-another-order': (m, txamt) => rowShows(m, txamt, { out_trade_no: 'SOMEONE-ELSES' }),
  'batched-enquiry-refused': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    const batch = await m.call('/trade/v1/query', { out_trade_no: `${N},OTHER` })
    assert.equal(batch.respcd, '1104')
    assert.equal(await respcdOf(m), '1143')
  },
  'unpaid-by-number': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    assert.equal(await respcdOf(m), '1143')
    assert.equal((await listed(m))['respcd'], '0000')
  },
  'unknown-by-number': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    assert.equal(await isKnown(m), false)
    assert.equal((await listed(m))['respcd'], '0000')
  },
  'missing-in-list': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    assert.equal(await respcdOf(m), '0000')
    assert.deepEqual(await listed(m), {})
  },
  'row-decimal-amount': (m, txamt) => rowShows(m, txamt, { txamt: `${txamt}.00`, respcd: '0000' }),
  'row-fractional-amount': (m, txamt) => rowShows(m, txamt, { txamt: `${txamt}.50` }),
  'row-without-amount': (m, txamt) => rowShows(m, txamt, { txamt: '', respcd: '0000' }),
  'row-without-currency': (m, txamt) => rowShows(m, txamt, { txcurrcd: null, respcd: '0000' }),
  'row-time-is-none': (m, txamt) =>
    rowShows(m, txamt, { paydtm: '0001-01-01 00:00:00', respcd: '0000' }),
  'row-unknown-respcd': (m, txamt) => rowShows(m, txamt, { respcd: '7777' }),
  'enquiry-always-fails': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await repeat(5, async () => {
      assert.equal((await ask(m)).status, 500)
    })
    assert.equal((await listed(m))['respcd'], '0000')
  },
  'enquiry-always-hangs': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    for (const before = m.clock.now(); m.clock.now() < before + 360 * SECOND_MS;) {
      const asked = ask(m)
      await turns()
      await m.clock.advance(120 * SECOND_MS)
      assert.equal((await asked).status, 200)
    }
    assert.equal((await listed(m))['respcd'], '0000')
  },
  'notification-lost': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(90_000 * SECOND_MS)
    assert.equal(m.received.length, 0)
    assert.equal(m.sandbox.notifications.list()[0]?.state, 'lost')
  },
  'notification-delayed': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(89 * SECOND_MS)
    assert.equal(m.received.length, 0)
    await m.clock.advance(SECOND_MS)
    assert.equal(m.received.length, 1)
  },
  'notification-duplicated': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(90_000 * SECOND_MS)
    assert.equal(m.received.length, 2)
    assert.equal(m.received[0]?.body, m.received[1]?.body)
  },
  'notification-reordered': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(SECOND_MS)
    await m.paid({ out_trade_no: 'LATER' })
    await m.clock.advance(SECOND_MS)
    assert.deepEqual(
      m.received.map(({ body }) => (JSON.parse(body) as Answer)['out_trade_no']),
      ['LATER', N],
    )
  },
  'notification-forged': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    await m.clock.advance(0)
    assert.equal((JSON.parse(m.received[0]?.body ?? '{}') as Answer)['status'], '1')
    assert.equal(isGenuine(m), false)
    assert.equal(await respcdOf(m), '1143')
  },
  'notification-wrong-signature': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(0)
    assert.equal(isGenuine(m), false)
    assert.equal(await respcdOf(m), '0000')
  },
  'notification-tampered': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(0)
    assert.equal(isGenuine(m), false)
    assert.equal((JSON.parse(m.received[0]?.body ?? '{}') as Answer)['txamt'], `1${txamt}`)
  },
  'notification-before-answer': async (m, txamt) => {
    const sub_openid = await m.openid()
    let isAnswered = false
    m.answerWith(() => {
      assert.equal(isAnswered, false)
      return new Response('SUCCESS')
    })
    await m.order({ out_trade_no: N, txamt, sub_openid })
    isAnswered = true
    assert.equal(m.received.length, 1)
    assert.equal(isGenuine(m), true)
    assert.equal(await respcdOf(m), '0000')
  },
  'refund-pending': async (m, txamt) => {
    assert.equal((await refund(m, txamt)).respcd, '1145')
    assert.equal(await respcdOf(m, R), '1145')
    await m.clock.advance(10 * SECOND_MS)
    assert.equal(await respcdOf(m, R), '0000')
    assert.equal((await m.row(N))['cancel'], '5')
  },
  'refund-pending-forever': async (m, txamt) => {
    const payment = await m.paid({ out_trade_no: N, txamt: '50000' })
    await m.refund(payment, { out_trade_no: R, txamt })
    await m.clock.advance(600 * MINUTE_MS)
    assert.equal(await respcdOf(m, R), '1145')
    const next = await m.refund(payment, { out_trade_no: 'REFUND2', txamt: '1' })
    assert.equal(next.respcd, '1102')
  },
  'refund-pending-then-refused': async (m, txamt) => {
    assert.equal((await refund(m, txamt)).respcd, '1145')
    await m.clock.advance(10 * SECOND_MS)
    assert.equal(await respcdOf(m, R), '1155')
    assert.equal((await m.row(N))['cancel'], '0')
    const { syssn } = m.sandbox.orders.get({ outTradeNo: N })
    const next = await m.refund({ syssn }, { out_trade_no: 'REFUND2', txamt: '50000' })
    assert.equal(next.respcd, '0000')
  },
  'refund-row-unsettled-low': (m, txamt) => refundRowSays(m, txamt, '1269'),
  'refund-row-promotion': (m, txamt) => refundRowSays(m, txamt, '1265'),
  'refund-row-system-fault': (m, txamt) => refundRowSays(m, txamt, '1252'),
  'refund-old-pending-code': async (m, txamt) => {
    assert.equal((await refund(m, txamt)).respcd, '2999')
    await m.clock.advance(5 * SECOND_MS)
    assert.equal(await respcdOf(m, R), '0000')
  },
  'refund-answer-lost': async (m, txamt) => {
    await assert.rejects(refund(m, txamt), ConnectionCut)
    assert.equal(await respcdOf(m, R), '0000')
  },
  'refund-request-lost': async (m, txamt) => {
    await assert.rejects(refund(m, txamt), ConnectionCut)
    assert.equal(await isKnown(m, R), false)
  },
  'refund-system-fault-after': async (m, txamt) => {
    assert.equal((await refund(m, txamt)).respcd, '1252')
    assert.equal(await respcdOf(m, R), '0000')
  },
  'refund-promotion': (m, txamt) =>
    refundSays(m, txamt, '1265', /11:30pm to 0:30am.*special promotions/),
  'refund-too-late': (m, txamt) => refundSays(m, txamt, '1265', /超出可退款時限/),
  'refund-unsettled-low': (m, txamt) => refundSays(m, txamt, '1269', /unsettled/),
  'refund-no-partial-currency': (m, txamt) => refundSays(m, txamt, '1270', /partial/),
  'refund-no-partial-transaction': (m, txamt) => refundSays(m, txamt, '1271', /partial/),
  'refund-above-remaining': (m, txamt) => refundSays(m, txamt, '1272', /remains/),
  'refund-wrong-cancel': (m, txamt) => refundSays(m, txamt, '1264', /wrong cancel/),
  'refund-refused': (m, txamt) => refundSays(m, txamt, '1155', /refused/),
  'refund-notified-before-answer': async (m, txamt) => {
    const payment = await m.paid({ out_trade_no: N, txamt: '50000' })
    await m.clock.advance(0)
    await m.refund(payment, { out_trade_no: R, txamt })
    // No time has passed since, so the notification did not wait for the answer.
    assert.equal(m.received.length, 2)
  },
  'refund-notification-lost': async (m, txamt) => {
    assert.equal((await refund(m, txamt)).respcd, '0000')
    await m.clock.advance(90_000 * SECOND_MS)
    assert.equal(m.received.length, 1)
  },
  'refund-unknown-by-number': async (m, txamt) => {
    await assert.rejects(refund(m, txamt), ConnectionCut)
    assert.equal(await isKnown(m, R), false)
    assert.equal((await listed(m, R))['respcd'], '0000')
  },
  'refund-row-without-amount': async (m, txamt) => {
    await assert.rejects(refund(m, txamt), ConnectionCut)
    assert.equal((await m.row(R))['txamt'], '')
    assert.equal(await respcdOf(m, R), '0000')
  },
  'oauth-callback-twice': async (m) => {
    const { location } = await authorize(m)
    assert.deepEqual(
      m.received.map(({ url }) => url),
      [location],
    )
    const code = codeOf(location)
    assert.equal((await exchange(m, code)).respcd, '0000')
    const second = await exchange(m, code)
    assert.partialDeepStrictEqual(second, { respcd: '1104', respmsg: 'code been used [40163]' })
  },
  'oauth-two-codes': async (m) => {
    const { location } = await authorize(m)
    const prefetched = m.received[0]?.url ?? ''
    assert.notEqual(codeOf(prefetched), codeOf(location))
    assert.equal((await exchange(m, codeOf(prefetched))).respcd, '0000')
    assert.equal((await exchange(m, codeOf(location))).respcd, '0000')
  },
  'oauth-code-expired': async (m) => {
    const { location } = await authorize(m)
    assert.match(String((await exchange(m, codeOf(location)))['respmsg']), /42003/)
  },
  'oauth-refused': async (m) => {
    const { location } = await authorize(m)
    assert.equal(location, 'https://shop.example.com/back?order=1')
  },
  'openid-of-another-account': async (m) => {
    const sub_openid = await m.openid()
    const answer = await m.order({ out_trade_no: N, sub_openid })
    assert.equal(answer.respcd, '1147')
  },
  'openid-answer-lost': async (m) => {
    const { code } = m.sandbox.authorize({})
    await assert.rejects(exchange(m, code), ConnectionCut)
    assert.match(String((await exchange(m, code))['respmsg']), /40163/)
  },
  'wechat-busy': async (m) => {
    const get = askWechat(m)
    assert.equal((await get())['errcode'], -1)
    assert.match(String((await get())['openid']), /^o/)
  },
  'snapshot-user': async (m) => {
    assert.equal((await askWechat(m)())['is_snapshotuser'], 1)
    assert.equal((await askWechat(m)())['is_snapshotuser'], undefined)
  },
}

/** Exchanges a code of the first payer at WeChat itself, as method 1 does. */
function askWechat(m: TryMerchant): () => Promise<Answer> {
  const { appid, secret } = DEMO.merchantAccount
  const { code } = m.sandbox.authorize({ appid })
  const query = new URLSearchParams({ appid, secret, code, grant_type: 'authorization_code' })
  const url = `https://api.weixin.qq.com/sns/oauth2/access_token?${query.toString()}`
  return async () => (await (await m.sandbox.fetch(new Request(url))).json()) as Answer
}

describe('each scenario happens', () => {
  for (const { name, on, amount } of SCENARIOS) {
    it(`${name}, ${amount === undefined ? 'by name' : `by the amount ${amount}`}`, async () => {
      const merchant = tryMerchant()
      if (on === 'visit') merchant.sandbox.scenarios.arm({ name })
      await check(name)(merchant, String(amount))
    })
    if (amount === undefined) continue
    it(`${name}, by name`, async () => {
      const merchant = tryMerchant({ settings: { magicAmounts: false } })
      // There the order before it would be the next one, and take it.
      const order = name === 'paid-twice' ? { order: N } : {}
      merchant.sandbox.scenarios.arm({ name, ...order })
      await check(name)(merchant, '40900')
    })
  }

  it('in its own amount, which no other has', () => {
    const amounts = SCENARIOS.flatMap(({ amount }) => (amount === undefined ? [] : [amount]))
    assert.equal(new Set(amounts).size, amounts.length)
    assert.equal(new Set(SCENARIOS.map(({ name }) => name)).size, SCENARIOS.length)
    assert.ok(SCENARIOS.length >= 40)
  })

  it('only while magic amounts are on', async () => {
    const merchant = tryMerchant({ settings: { magicAmounts: false } })
    const amount = String(findScenario('risk-stop')?.amount)
    assert.equal((await merchant.order({ out_trade_no: N, txamt: amount })).respcd, '0000')
  })
})

function check(name: string): Check {
  const found = CHECKS[name]
  assert.ok(found, `${name} is not checked`)
  return found
}

async function respcdOf(m: TryMerchant, number = N): Promise<unknown> {
  return (await m.row(number))['respcd']
}

/** The row of a number in the list of the day; empty when it is not in it. */
async function listed(m: TryMerchant, number = N): Promise<Readonly<Record<string, unknown>>> {
  const range = { start_time: '2025-11-22 00:00:00', end_time: '2025-11-22 23:59:59' }
  const { data = [] } = await m.call('/trade/v1/query', { ...range, page_size: '100' })
  return data.find((row) => row['out_trade_no'] === number) ?? {}
}

async function isKnown(m: TryMerchant, number = N): Promise<boolean> {
  return (await respcdOf(m, number)) !== undefined
}

async function send(m: TryMerchant, txamt: string, openid?: string): Promise<Response> {
  return m.send('/trade/v1/payment', {
    out_trade_no: N,
    pay_type: '800207',
    sub_openid: openid ?? (await m.openid()),
    txamt,
    txcurrcd: 'HKD',
    txdtm: '2025-11-22 18:30:00',
  })
}

function ask(m: TryMerchant): Promise<Response> {
  return m.send('/trade/v1/query', { out_trade_no: N })
}

async function orderIsLost(m: TryMerchant, txamt: string, isMade: boolean): Promise<void> {
  const sub_openid = await m.openid()
  await assert.rejects(send(m, txamt, sub_openid), ConnectionCut)
  assert.equal(await isKnown(m), isMade)
  const repeat = await m.order({ out_trade_no: N, txamt, sub_openid })
  assert.equal(repeat.respcd, isMade ? '1251' : '0000')
}

async function orderStatus(
  m: TryMerchant,
  txamt: string,
  status: number,
  isMade: boolean,
): Promise<void> {
  assert.equal((await send(m, txamt)).status, status)
  assert.equal(await isKnown(m), isMade)
}

async function orderText(m: TryMerchant, txamt: string, text: RegExp): Promise<void> {
  const response = await send(m, txamt)
  assert.equal(response.status, 200)
  assert.match(await response.text(), text)
  assert.equal(await isKnown(m), true)
}

async function orderSays(
  m: TryMerchant,
  txamt: string,
  respcd: string,
  isMade: boolean,
): Promise<void> {
  assert.equal((await m.order({ out_trade_no: N, txamt })).respcd, respcd)
  assert.equal(await isKnown(m), isMade)
}

async function rowShows(
  m: TryMerchant,
  txamt: string,
  shown: Readonly<Record<string, string | null>>,
): Promise<void> {
  await m.paid({ out_trade_no: N, txamt })
  const row = await m.row(N)
  for (const [name, value] of Object.entries(shown)) assert.equal(row[name], value)
  assert.equal(m.sandbox.ledger()[0]?.amount, Number(txamt))
}

function close(m: TryMerchant, txamt: string): Promise<Answer> {
  return m.call('/trade/v1/close', { out_trade_no: N, txamt, txdtm: '2025-11-22 18:30:00' })
}

async function closeSays(m: TryMerchant, txamt: string, respcd: string): Promise<void> {
  await m.order({ out_trade_no: N, txamt })
  await m.clock.advance(6 * MINUTE_MS)
  assert.equal((await close(m, txamt)).respcd, respcd)
  assert.equal(await respcdOf(m), '1143')
}

async function refund(m: TryMerchant, txamt: string): Promise<Answer> {
  const payment = await m.paid({ out_trade_no: N, txamt: '50000' })
  return m.refund(payment, { out_trade_no: R, txamt })
}

async function refundSays(
  m: TryMerchant,
  txamt: string,
  respcd: string,
  says: RegExp,
): Promise<void> {
  const answer = await refund(m, txamt)
  assert.equal(answer.respcd, respcd)
  assert.match(`${String(answer['resperr'])} ${String(answer['respmsg'])}`, says)
  assert.equal(await isKnown(m, R), false)
}

function isGenuine({ received }: TryMerchant): boolean {
  const [{ body, signature: given } = { body: '', signature: '' }] = received
  return sign(body, clientKey) === given
}

async function authorize(m: TryMerchant): Promise<{ readonly location: string }> {
  const fields = { app_code: appCode, redirect_uri: 'https://shop.example.com/back?order=1' }
  const query = new URLSearchParams({ ...fields, sign: signature(fields, clientKey) })
  let location = `/tool/v1/get_weixin_oauth_code?${query.toString()}`
  while (location.startsWith('/')) {
    const request = new Request(ORIGIN + location, { headers: IN_WECHAT })
    location = (await m.sandbox.fetch(request)).headers.get('location') ?? ''
  }
  return { location }
}

function codeOf(url: string): string {
  return new URL(url).searchParams.get('code') ?? ''
}

function exchange(m: TryMerchant, code: string): Promise<Answer> {
  return m.call('/tool/v1/get_weixin_openid', { code })
}

async function repeat(times: number, work: () => Promise<void>): Promise<void> {
  for (let time = 0; time < times; time += 1) await work()
}

/** Lets work continue that waits for no clock. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function refundRowSays(m: TryMerchant, txamt: string, respcd: string): Promise<void> {
  assert.equal((await refund(m, txamt)).respcd, '1145')
  await m.clock.advance(10 * SECOND_MS)
  assert.equal(await respcdOf(m, R), respcd)
  assert.equal((await m.row(N))['cancel'], '0')
}
