import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  tryMerchant,
  type Answer,
  type Fields,
  type TryMerchant,
} from '../../test/support/try-merchant.ts'

const DECLARE = '/custom/v1/declare'
const QUERY = '/custom/v1/query'

async function paidOf(m: TryMerchant): Promise<Fields> {
  const payment = await m.paid({ out_trade_no: 'A1', txamt: '1000', txcurrcd: 'CNY' })
  return {
    trade_type: 'weixin',
    syssn: String(payment['syssn']),
    customs: 'GUANGZHOU_ZS',
    mch_customs_no: 'TEA1000001',
  }
}

const proofOf = (answer: Answer) => ({
  respcd: answer.respcd,
  department: answer['verify_department'],
  tradeId: answer['verify_department_trade_id'],
})

describe('a customs declaration', () => {
  it('is answered with who verified it, and found by an enquiry', async () => {
    const m = tryMerchant()
    const fields = await paidOf(m)
    const { chnlsn } = await m.row('A1')
    const declared = await m.call(DECLARE, fields)
    assert.deepEqual(proofOf(declared), {
      respcd: '0000',
      department: 'NETSUNION',
      tradeId: chnlsn,
    })
    assert.deepEqual(await m.call(QUERY, fields), declared)
    assert.deepEqual(await m.call(DECLARE, fields), declared, 'declared once')
    assert.deepEqual(proofOf(await m.call('/custom/v1/redeclare', fields)), proofOf(declared))
  })

  it('is in progress for as long as the settings say', async () => {
    const m = tryMerchant({ settings: { customsTakeMs: 60_000 } })
    const fields = await paidOf(m)
    assert.deepEqual(proofOf(await m.call(DECLARE, fields)), {
      respcd: '1145',
      department: undefined,
      tradeId: undefined,
    })
    await m.clock.advance(59_999)
    assert.equal((await m.call(QUERY, fields)).respcd, '1145')
    await m.clock.advance(1)
    assert.equal((await m.call(QUERY, fields)).respcd, '0000')
  })

  it('is for a payment that is paid, of WeChat, and declared', async () => {
    const m = tryMerchant()
    const fields = await paidOf(m)
    assert.equal((await m.call(QUERY, fields)).respcd, '1268')
    assert.equal((await m.call(DECLARE, { ...fields, action_type: 'MODIFY' })).respcd, '1268')
    assert.equal((await m.call(DECLARE, { ...fields, trade_type: 'alipay' })).respcd, '1104')
    assert.equal((await m.call(DECLARE, { ...fields, customs: '' })).respcd, '1104')
    const { syssn } = await m.order({ out_trade_no: 'A2' })
    assert.equal((await m.call(DECLARE, { ...fields, syssn: String(syssn) })).respcd, '1261')
  })

  it('may be of parts, which never come to more than the payment', async () => {
    const m = tryMerchant()
    const fields = await paidOf(m)
    const part = (
      subOrderNo: string,
      transport: number,
      product: number,
      fee = transport + product,
    ) =>
      m.call(DECLARE, {
        ...fields,
        sub_order_no: subOrderNo,
        fee_type: 'CNY',
        order_fee: String(fee),
        transport_fee: String(transport),
        product_fee: String(product),
      })
    assert.equal((await part('P1', 100, 500)).respcd, '0000')
    assert.equal((await part('P2', 0, 401)).respcd, '1104')
    assert.equal((await part('P2', 0, 400, 401)).respcd, '1104')
    assert.equal((await part('P2', 0, 400)).respcd, '0000')
    assert.equal((await m.call(DECLARE, { ...fields, sub_order_no: 'P3' })).respcd, '1104')
  })
})
