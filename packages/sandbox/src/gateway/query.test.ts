import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Answer,
  type Fields,
  ORIGIN,
  type TryMerchant,
  signature,
  tryMerchant,
} from '../../test/support/try-merchant.ts'
import { DAY_MS } from '../durations.ts'

async function numbers(m: TryMerchant, fields: Fields): Promise<readonly unknown[]> {
  const answer = await m.call('/trade/v1/query', fields)
  assert.equal(answer.respcd, '0000', String(answer['resperr']))
  return (answer.data ?? []).map((row) => row['out_trade_no'])
}

async function refusal(
  m: TryMerchant,
  fields: Fields,
): Promise<{ respcd: unknown; rule: unknown }> {
  const answer = await m.call('/trade/v1/query', fields)
  return { respcd: answer.respcd, rule: m.sandbox.journal.list().at(-1)?.problem?.rule }
}

/** Three orders a second apart, the second one paid. */
async function threeOrders(): Promise<{ readonly m: TryMerchant; readonly answers: Answer[] }> {
  const m = tryMerchant()
  const answers: Answer[] = []
  for (const out_trade_no of ['A1', 'A2', 'A3']) {
    answers.push(await m.order({ out_trade_no }))
    await m.clock.advance(1_000)
  }
  await m.sandbox.orders.pay({ outTradeNo: 'A2' })
  return { m, answers }
}

describe('an enquiry', () => {
  it('finds orders by lists of either number, the newest first', async () => {
    const { m, answers } = await threeOrders()
    assert.deepEqual(await numbers(m, { out_trade_no: 'A1,A3,NONE' }), ['A3', 'A1'])
    const syssn = answers.map((answer) => String(answer['syssn'])).join(',')
    assert.deepEqual(await numbers(m, { syssn }), ['A3', 'A2', 'A1'])
    m.sandbox.settings.change({ queryOrder: 'oldest-first' })
    assert.deepEqual(await numbers(m, { syssn }), ['A1', 'A2', 'A3'])
  })

  it('says 0000 outside and the truth inside', async () => {
    const { m } = await threeOrders()
    assert.equal((await m.row('A1'))['respcd'], '1143')
    assert.equal((await m.row('A1'))['paydtm'], '')
    assert.equal((await m.row('A2'))['respcd'], '0000')
    assert.equal((await m.row('A2'))['paydtm'], '2025-11-22 18:30:03')
    assert.deepEqual(await numbers(m, { out_trade_no: 'NONE' }), [])
  })

  it('shows beside the amount what left a wallet of another currency, and what came back', async () => {
    const m = tryMerchant()
    const bought = await m.order({ out_trade_no: 'A1', sub_openid: await m.openid('chen') })
    assert.equal((await m.row('A1'))['cash_fee'], undefined)
    await m.sandbox.orders.pay({ outTradeNo: 'A1' })
    const cash = { cash_fee: '1011', cash_fee_type: 'CNY', exchange_rate: '0.92' }
    assert.partialDeepStrictEqual(await m.row('A1'), { txamt: '1099', txcurrcd: 'HKD', ...cash })
    await m.clock.advance(0)
    const told = JSON.parse(m.received.at(-1)?.body ?? '{}') as object
    assert.partialDeepStrictEqual(told, { txamt: '1099', txcurrcd: 'HKD', ...cash })
    await m.refund(bought, { out_trade_no: 'R1', txamt: '500' })
    const back = { txamt: '500', cash_refund_fee: '460', cash_refund_fee_type: 'CNY' }
    assert.partialDeepStrictEqual(await m.row('R1'), back)
    const order = { out_trade_no: 'A2', txcurrcd: 'CNY', sub_openid: await m.openid('chen') }
    await m.paid(order)
    assert.equal((await m.row('A2'))['cash_fee'], undefined)
  })

  it('filters by time, both ends included, by pay type and by code', async () => {
    const { m } = await threeOrders()
    const range = { start_time: '2025-11-22 18:30:00', end_time: '2025-11-22 18:30:01' }
    assert.deepEqual(await numbers(m, range), ['A2', 'A1'])
    assert.deepEqual(await numbers(m, { ...range, respcd: '0000' }), ['A2'])
    assert.deepEqual(await numbers(m, { ...range, pay_type: '800201,800207' }), ['A2', 'A1'])
    assert.deepEqual(await numbers(m, { ...range, pay_type: '800201' }), [])
    m.sandbox.settings.change({ queryEndInclusive: false })
    assert.deepEqual(await numbers(m, range), ['A1'])
  })

  it('comes in pages', async () => {
    const { m } = await threeOrders()
    const range = { start_time: '2025-11-01 00:00:00', end_time: '2025-11-30 23:59:59' }
    assert.deepEqual(await numbers(m, { ...range, page: '1', page_size: '2' }), ['A3', 'A2'])
    assert.deepEqual(await numbers(m, { ...range, page: '2', page_size: '2' }), ['A1'])
    assert.deepEqual(await numbers(m, { ...range, page: '3', page_size: '2' }), [])
    const first = await m.call('/trade/v1/query', { ...range, page_size: '2' })
    assert.partialDeepStrictEqual(first, { page: 1, page_size: 2 })
  })

  it('sees the current month, unless it names a syssn or another range', async () => {
    const { m, answers } = await threeOrders()
    await m.clock.advance(10 * DAY_MS)
    assert.deepEqual(await numbers(m, { out_trade_no: 'A1' }), [])
    assert.deepEqual(await numbers(m, { syssn: String(answers[0]?.['syssn']) }), ['A1'])
    const november = { start_time: '2025-11-01 00:00:00', end_time: '2025-11-30 23:59:59' }
    assert.deepEqual(await numbers(m, { out_trade_no: 'A1', ...november }), ['A1'])
  })

  it('sees the month of a syssn too where the gateway binds it, with a range or without', async () => {
    const { m, answers } = await threeOrders()
    const syssn = String(answers[0]?.['syssn'])
    const november = { start_time: '2025-11-01 00:00:00', end_time: '2025-11-30 23:59:59' }
    const october = { start_time: '2025-10-01 00:00:00', end_time: '2025-10-31 23:59:59' }
    await m.clock.advance(10 * DAY_MS)
    assert.deepEqual(await numbers(m, { syssn, ...october }), ['A1'])
    m.sandbox.settings.change({ monthBindsSyssns: true })
    assert.deepEqual(await numbers(m, { syssn }), [])
    assert.deepEqual(await numbers(m, { syssn, ...october }), [])
    assert.deepEqual(await numbers(m, { syssn, ...november }), ['A1'])
  })

  it('has ten rows a page where the gateway ignores page_size, whether or not it says so', async () => {
    const { m } = await threeOrders()
    for (let n = 4; n <= 12; n++) await m.order({ out_trade_no: `A${n}` })
    const range = { start_time: '2025-11-01 00:00:00', end_time: '2025-11-30 23:59:59' }
    const pages = async () => {
      const first = await m.call('/trade/v1/query', { ...range, page_size: '100' })
      const second = await m.call('/trade/v1/query', { ...range, page_size: '100', page: '2' })
      return { first: first.data?.length, second: second.data?.length, said: first['page_size'] }
    }
    assert.deepEqual(await pages(), { first: 12, second: 0, said: 100 })
    m.sandbox.settings.change({ pageSize: 'ignored' })
    assert.deepEqual(await pages(), { first: 10, second: 2, said: 10 })
    m.sandbox.settings.change({ pageSize: 'ignored-unsaid' })
    assert.deepEqual(await pages(), { first: 10, second: 2, said: 100 })
  })

  it('without a number sees the current month; half a range ends where the month does', async () => {
    const { m } = await threeOrders()
    const all = ['A1', 'A2', 'A3']
    const asked: readonly Fields[] = [
      {},
      { pay_type: '800207' },
      { start_time: '2025-11-01 00:00:00' },
      { end_time: '2025-11-30 23:59:59' },
    ]
    for (const fields of asked) {
      assert.deepEqual((await numbers(m, fields)).toSorted(), all, JSON.stringify(fields))
    }
    assert.deepEqual((await numbers(m, { respcd: '0000' })).length, 1)
    assert.deepEqual(await numbers(m, { start_time: '2025-11-30 00:00:00' }), [])
    assert.deepEqual(await numbers(m, { end_time: '2025-11-02 00:00:00' }), [])
    await m.clock.advance(30 * 86_400_000)
    assert.deepEqual(await numbers(m, {}), [])
  })

  it('is refused without a key, with half a range, more than a month, or a bad page', async () => {
    const { m } = await threeOrders()
    m.sandbox.settings.change({ keylessEnquiry: 'refuse' })
    assert.deepEqual(await refusal(m, { respcd: '0000' }), {
      respcd: '1104',
      rule: 'query-without-key',
    })
    assert.deepEqual(await refusal(m, { start_time: '', end_time: '' }), {
      respcd: '1104',
      rule: 'query-without-key',
    })
    const start = { start_time: '2025-11-01 00:00:00' }
    assert.deepEqual(await refusal(m, start), { respcd: '1104', rule: 'query-half-range' })
    const long = { ...start, end_time: '2025-12-01 00:00:01' }
    assert.deepEqual(await refusal(m, long), { respcd: '1104', rule: 'query-range' })
    assert.deepEqual(await refusal(m, { ...start, end_time: 'now' }), {
      respcd: '1104',
      rule: 'end_time-format',
    })
    for (const page_size of ['0', '101', '1.5', 'x']) {
      const asked = { out_trade_no: 'A1', page_size }
      assert.deepEqual(await refusal(m, asked), { respcd: '1104', rule: 'page-size-range' })
    }
  })

  it('does not see the orders of another merchant', async () => {
    const merchants = [
      { name: 'One', appCode: 'ONE', clientKey: 'KEY1' },
      { name: 'Two', appCode: 'TWO', clientKey: 'KEY2' },
    ]
    const one = tryMerchant({ merchants, appCode: 'ONE', clientKey: 'KEY1' })
    const fields = { syssn: String((await one.order({ out_trade_no: 'A1' }))['syssn']) }
    const headers = { 'x-qf-appcode': 'TWO', 'x-qf-sign': signature(fields, 'KEY2') }
    const url = `${ORIGIN}/trade/v1/query?${new URLSearchParams(fields).toString()}`
    const seen = await one.sandbox.fetch(new Request(url, { headers }))
    assert.deepEqual(await numbers(one, fields), ['A1'])
    assert.deepEqual(((await seen.json()) as Answer).data, [])
  })
})
