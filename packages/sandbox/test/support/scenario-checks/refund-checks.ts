import assert from 'node:assert/strict'
import { ConnectionCut } from '../../../src/connection-cut.ts'
import { MINUTE_MS, SECOND_MS } from '../../../src/durations.ts'
import type { Answer, TryMerchant } from '../try-merchant.ts'
import { type Checks, N, R, isKnown, listed, respcdOf } from './ask-merchant.ts'

/** Things that go wrong with money on its way back: faults/refund-scenarios.ts. */
export const REFUND_CHECKS: Checks = {
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

async function refundRowSays(m: TryMerchant, txamt: string, respcd: string): Promise<void> {
  assert.equal((await refund(m, txamt)).respcd, '1145')
  await m.clock.advance(10 * SECOND_MS)
  assert.equal(await respcdOf(m, R), respcd)
  assert.equal((await m.row(N))['cancel'], '0')
}
