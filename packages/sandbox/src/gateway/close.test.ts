import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Answer,
  type Fields,
  type TryMerchant,
  tryMerchant,
} from '../../test/support/try-merchant.ts'
import { DEMO } from '../demo.ts'
import { MINUTE_MS } from '../durations.ts'

const ORIGINAL = { out_trade_no: 'A1', txamt: '1099', txdtm: '2025-11-22 18:30:00' }

const close = (m: TryMerchant, fields: Fields = ORIGINAL): Promise<Answer> =>
  m.call('/trade/v1/close', fields)

describe('closing an order', () => {
  it('ends it after five minutes: it is shown closed, and cannot be paid', async () => {
    const m = tryMerchant()
    const { syssn } = await m.order({ out_trade_no: 'A1' })
    assert.equal((await close(m)).respcd, '1297')
    await m.clock.advance(5 * MINUTE_MS)
    const answer = await close(m)
    assert.equal(answer.respcd, '0000')
    assert.equal(answer['orig_syssn'], syssn)
    const { respcd, cancel } = await m.row('A1')
    assert.equal(respcd, '1142')
    assert.equal(cancel, '2')
    const { errMsg } = await m.sandbox.orders.pay({ outTradeNo: 'A1' })
    assert.equal(errMsg, 'get_brand_wcpay_request:fail')
    assert.equal((await close(m)).respcd, '1264')
  })

  it('is refused where it does not fit', async () => {
    const m = tryMerchant()
    await m.order({ out_trade_no: 'A1' })
    await m.clock.advance(5 * MINUTE_MS)
    assert.equal((await close(m, { ...ORIGINAL, txamt: '1' })).respcd, '1266')
    assert.equal((await close(m, { ...ORIGINAL, txdtm: '2025-11-22 18:35:00' })).respcd, '1267')
    assert.equal((await close(m, { ...ORIGINAL, out_trade_no: 'A2' })).respcd, '1268')
    const { txamt, txdtm } = ORIGINAL
    assert.equal((await close(m, { txamt, txdtm })).respcd, '1104')
    await m.sandbox.orders.pay({ outTradeNo: 'A1' })
    assert.equal((await close(m)).respcd, '1260')
    assert.equal((await m.row('A1'))['respcd'], '0000')
  })

  it('of a paid one gives the money back where the gateway has it so, and never twice', async () => {
    const m = tryMerchant({ settings: { closePaid: 'refund' } })
    await m.paid({ out_trade_no: 'A1' })
    await m.refund(await m.row('A1'), { out_trade_no: 'R1', txamt: '99' })
    const answer = await close(m)
    assert.equal(answer.respcd, '0000')
    assert.equal((await m.row('A1'))['cancel'], '3')
    const { data } = await m.call('/trade/v1/query', { syssn: String(answer['syssn']) })
    assert.partialDeepStrictEqual(data, [{ order_type: 'refund', txamt: '1000', respcd: '0000' }])
    assert.equal((await close(m)).respcd, '1264')
    assert.equal(m.sandbox.ledger().length, 3)
  })

  it('can be switched off, as most gateways have it', async () => {
    const m = tryMerchant({ settings: { closeSupported: false } })
    await m.order({ out_trade_no: 'A1' })
    await m.clock.advance(5 * MINUTE_MS)
    assert.equal((await close(m)).respcd, '1297')
  })
})

it('an order of another store is closed and refunded by nobody', async () => {
  const merchants = [{ ...DEMO.merchant, officialAccounts: [], mchids: ['STORE1', 'STORE2'] }]
  const m = tryMerchant({ merchants })
  const { code } = m.sandbox.authorize({})
  const { openid } = await m.call('/tool/v1/get_weixin_openid', { code, mchid: 'STORE1' })
  const made = await m.order({ out_trade_no: 'A1', mchid: 'STORE1', sub_openid: String(openid) })
  assert.equal(made.respcd, '0000')
  await m.clock.advance(5 * MINUTE_MS)
  const refund = { out_trade_no: 'R1', txamt: '1', mchid: 'STORE2' }
  for (const ask of [
    () => close(m, { ...ORIGINAL, mchid: 'STORE2' }),
    () => m.refund(made, refund),
  ]) {
    assert.equal((await ask()).respcd, '1268')
    assert.equal(m.sandbox.journal.list().at(-1)?.problem?.rule, 'order-of-another-store')
  }
  assert.equal((await close(m, { ...ORIGINAL, mchid: 'STORE1' })).respcd, '0000')
})

it('an 800207 order cannot be reversed', async () => {
  const m = tryMerchant()
  await m.order({ out_trade_no: 'A1' })
  assert.equal((await m.call('/trade/v1/reversal', ORIGINAL)).respcd, '1297')
})

describe('a note', () => {
  it('is added to an order of the merchant', async () => {
    const m = tryMerchant()
    const syssn = String((await m.order({ out_trade_no: 'A1' }))['syssn'])
    const note = { code: DEMO.merchant.appCode, syssn, note: 'table 4' }
    assert.deepEqual((await m.call('/trade/v1/add_note', note)).data, { syssn })
    assert.equal((await m.call('/trade/v1/add_note', { ...note, code: 'X' })).respcd, '1104')
    assert.equal((await m.call('/trade/v1/add_note', { ...note, syssn: '1' })).respcd, '1268')
    const long = { ...note, note: 'x'.repeat(201) }
    assert.equal((await m.call('/trade/v1/add_note', long)).respcd, '1104')
  })

  it('is not for merchants with a mchid', async () => {
    const m = tryMerchant({ mchid: 'ZaMVg12345' })
    const note = { code: DEMO.merchant.appCode, syssn: '1', note: 'x', mchid: 'ZaMVg12345' }
    assert.equal((await m.call('/trade/v1/add_note', note)).respcd, '1104')
  })
})
