import assert from 'node:assert/strict'
import { ConnectionCut } from '../../../src/connection-cut.ts'
import { MINUTE_MS, SECOND_MS } from '../../../src/durations.ts'
import type { Answer, TryMerchant } from '../try-merchant.ts'
import { type Checks, N, isKnown, repeat, respcdOf } from './ask-merchant.ts'

/** Things that go wrong with an order: faults/payment-scenarios.ts. */
export const PAYMENT_CHECKS: Checks = {
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
