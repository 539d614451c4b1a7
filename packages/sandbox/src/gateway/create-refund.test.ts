import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type TryMerchant, tryMerchant } from '../../test/support/try-merchant.ts'
import { createClock } from '../clock.ts'
import { DAY_MS, HOUR_MS } from '../durations.ts'

const N = 'A1'

async function refundAll(m: TryMerchant, amount = '1099'): Promise<string | undefined> {
  const syssn = m.sandbox.orders.get({ outTradeNo: N }).syssn
  const number = `R${m.sandbox.orders.list().length}`
  return (await m.refund({ syssn }, { out_trade_no: number, txamt: amount })).respcd
}

describe('a refund', () => {
  it('is an order of its own, and marks the payment', async () => {
    const m = tryMerchant()
    const payment = await m.paid({ out_trade_no: N })
    await m.refund(payment, { out_trade_no: 'R1', txamt: '99' })
    assert.equal((await m.row(N))['cancel'], '5')
    assert.partialDeepStrictEqual(await m.row('R1'), {
      order_type: 'refund',
      origssn: payment['syssn'],
    })
    await m.refund(payment, { out_trade_no: 'R2', txamt: '1000' })
    assert.equal((await m.row(N))['cancel'], '3')
    assert.equal((await m.row(N))['respcd'], '0000')
    assert.equal(m.sandbox.payers.list()[0]?.balance, 100_000_000)
  })

  it('never adds up to more than was paid, in any number of parts', async () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2_000 }), pieces, async (paid, asked) => {
        const m = tryMerchant({ settings: { magicAmounts: false } })
        await m.paid({ out_trade_no: N, txamt: String(paid) })
        let rest = paid
        for (const amount of asked) {
          const respcd = await refundAll(m, String(amount))
          const expected = rest === 0 ? '1264' : amount > rest ? '1272' : '0000'
          assert.equal(respcd, expected)
          if (respcd === '0000') rest -= amount
        }
        const back = m.sandbox
          .ledger()
          .filter(({ kind }) => kind === 'refund')
          .reduce((sum, { amount }) => sum + amount, 0)
        assert.equal(back, paid - rest)
        assert.equal(m.sandbox.orders.get({ outTradeNo: N }).refunded, back)
      }),
      { numRuns: 40 },
    )
  })

  it('of an unpaid order is answered 1261, of an unknown one 1268, of a refund 1155', async () => {
    const m = tryMerchant()
    await m.order({ out_trade_no: N })
    assert.equal(await refundAll(m), '1261')
    const unknown = await m.refund({ syssn: '1' }, { out_trade_no: 'R1', txamt: '1' })
    assert.equal(unknown.respcd, '1268')
    await m.sandbox.orders.pay({ outTradeNo: N })
    const { syssn } = m.sandbox.orders.get({ outTradeNo: N })
    const refund = await m.refund({ syssn }, { out_trade_no: 'R1', txamt: '1' })
    const again = await m.refund({ syssn: refund['syssn'] }, { out_trade_no: 'R2', txamt: '1' })
    assert.equal(again.respcd, '1155')
  })

  it('is answered 1265 between 23:30 and 00:30 in Hong Kong, and at no other time', async () => {
    for (const [time, respcd] of [
      ['15:29:59', '0000'],
      ['15:30:00', '1265'],
      ['16:29:59', '1265'],
      ['16:30:00', '0000'],
    ] as const) {
      const clock = createClock({ manual: true, startAt: Date.parse(`2025-11-22T${time}Z`) })
      const m = tryMerchant({ clock })
      await m.paid({ out_trade_no: N })
      assert.equal(await refundAll(m), respcd, time)
    }
  })

  it('of one minor unit too much is answered 1272, of nothing 1104', async () => {
    const m = tryMerchant()
    await m.paid({ out_trade_no: N })
    assert.equal(await refundAll(m, '1100'), '1272')
    assert.equal(await refundAll(m, '0'), '1104')
    assert.equal(await refundAll(m, '1099'), '0000')
  })

  it('with the number of its payment is answered 1251', async () => {
    const m = tryMerchant()
    const payment = await m.paid({ out_trade_no: N })
    const answer = await m.refund(payment, { out_trade_no: N, txamt: '1' })
    assert.partialDeepStrictEqual(answer, { respcd: '1251', respmsg: 'out_trade_no is used' })
    assert.equal((await m.row(N))['cancel'], '0')
  })

  it('is possible for 365 days', async () => {
    const m = tryMerchant({ settings: { unsettledFloat: null } })
    await m.paid({ out_trade_no: N })
    await m.clock.advance(365 * DAY_MS)
    assert.equal(await refundAll(m, '1'), '0000')
    await m.clock.advance(1)
    assert.equal(await refundAll(m, '1'), '1265')
  })

  it('is paid out of the unsettled money of the day: else 1269', async () => {
    const m = tryMerchant({ settings: { unsettledFloat: 100 } })
    await m.paid({ out_trade_no: N })
    assert.equal(await refundAll(m, '500'), '0000')
    await m.clock.advance(DAY_MS)
    assert.equal(await refundAll(m, '101'), '1269')
    assert.equal(await refundAll(m, '100'), '0000')
    assert.equal(await refundAll(m, '1'), '1269')
    await m.paid({ out_trade_no: 'A2', txamt: '50' })
    assert.equal(await refundAll(m, '50'), '0000')
  })

  it('is paid out of what came since eleven, where the day begins then', async () => {
    const m = tryMerchant({ settings: { unsettledFloat: 0, unsettledDayBegins: 'eleven' } })
    await m.paid({ out_trade_no: N })
    await m.clock.advance(14 * HOUR_MS)
    assert.equal(await refundAll(m, '1'), '0000', 'half past eight: of yesterday’s day still')
    await m.clock.advance(3 * HOUR_MS)
    assert.equal(await refundAll(m, '1'), '1269', 'half past eleven')
  })

  for (const [keeps, again, row] of [
    ['nothing', '0000', '0000'],
    ['number', '1251', undefined],
    ['row', '1251', '1269'],
  ] as const) {
    it(`that is refused for now keeps ${keeps}, as the settings say`, async () => {
      const m = tryMerchant({ settings: { unsettledFloat: 0, refusedRefundKeeps: keeps } })
      const payment = await m.paid({ out_trade_no: N })
      await m.clock.advance(DAY_MS)
      const ask = () => m.refund(payment, { out_trade_no: 'R1', txamt: '500' })
      assert.equal((await ask()).respcd, '1269')
      m.sandbox.settings.change({ unsettledFloat: null })
      assert.equal((await ask()).respcd, again)
      const { data = [] } = await m.call('/trade/v1/query', { out_trade_no: 'R1' })
      assert.equal(data[0]?.['respcd'], row)
      const other = await m.refund(payment, { out_trade_no: 'R2', txamt: '100' })
      assert.equal(other.respcd, '0000')
    })
  }

  it('is whole or not at all in a currency without partial refunds', async () => {
    const m = tryMerchant({ settings: { noPartialRefundCurrencies: ['HKD'] } })
    await m.paid({ out_trade_no: N })
    assert.equal(await refundAll(m, '1098'), '1270')
    assert.equal(await refundAll(m, '1099'), '0000')
  })
})
