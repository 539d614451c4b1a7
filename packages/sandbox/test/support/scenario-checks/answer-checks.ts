import assert from 'node:assert/strict'
import { gunzipSync } from 'node:zlib'
import { ConnectionCut } from '../../../src/connection-cut.ts'
import { DEMO } from '../../../src/demo.ts'
import { SECOND_MS } from '../../../src/durations.ts'
import { sign } from '../../../src/wire/signing.ts'
import type { Answer, TryMerchant } from '../try-merchant.ts'
import { type Checks, N, ask, isKnown, listed, repeat, respcdOf, turns } from './ask-merchant.ts'

const { clientKey } = DEMO.merchant

/** Things that go wrong with the answer to a payment request or to an enquiry: faults/answer-scenarios.ts. */
export const ANSWER_CHECKS: Checks = {
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
  'packed-answer': async (m, txamt) => {
    const response = await send(m, txamt)
    assert.equal(response.headers.get('content-encoding'), 'gzip')
    const text = gunzipSync(await response.arrayBuffer()).toString()
    assert.equal(response.headers.get('x-qf-sign'), sign(text, clientKey))
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
