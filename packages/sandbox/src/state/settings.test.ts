import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  IN_WECHAT,
  ORIGIN,
  START,
  signature,
  tryMerchant,
} from '../../test/support/try-merchant.ts'
import { DEMO } from '../demo.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../durations.ts'

const A1 = { out_trade_no: 'A1' }

describe('the sandbox reads QFPay’s documents another way if a setting says so', () => {
  for (const [name, attribute] of [
    ['directAfterCancel', 'data-cancel'],
    ['directAfterFail', 'data-fail'],
  ] as const) {
    it(`${name}: the payer stays on QFPay's page`, async () => {
      const { sandbox, order } = tryMerchant({ settings: { [name]: 'stay' } })
      const { pay_params: payParams } = await order(A1)
      const shown = { mchntnm: 'Shop', txamt: '1099', redirect_url: 'https://shop.example.com/' }
      const query = new URLSearchParams({ ...shown, ...payParams }).toString()
      const page = new Request(`https://o2-hk.qfapi.com/q/direct?${query}`, { headers: IN_WECHAT })
      const text = await (await sandbox.fetch(page)).text()
      assert.deepEqual(text.match(/data-\w+="stay"/g), [`${attribute}="stay"`])
    })
  }

  it('monthBindsOrderNumbers: an enquiry by out_trade_no finds an order of another month', async () => {
    const m = tryMerchant({ settings: { monthBindsOrderNumbers: false } })
    await m.order(A1)
    await m.clock.advance(10 * DAY_MS)
    assert.equal((await m.row('A1'))['out_trade_no'], 'A1')
    const { data } = await m.call('/trade/v1/query', { start_time: '', end_time: '' })
    assert.deepEqual(data, [], 'without a number there is only the month')
  })

  it('conflictingParameter: the query wins over the body', async () => {
    const { appCode, clientKey } = DEMO.merchant
    const m = tryMerchant({ settings: { conflictingParameter: 'query' } })
    await m.order({ out_trade_no: 'A2' })
    const answer = await m.sandbox.fetch(
      new Request(`${ORIGIN}/trade/v1/query?out_trade_no=A2`, {
        method: 'POST',
        headers: {
          'x-qf-appcode': appCode,
          'x-qf-sign': signature({ out_trade_no: 'A2' }, clientKey),
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'out_trade_no=A1',
      }),
    )
    assert.partialDeepStrictEqual(await answer.json(), { data: [{ out_trade_no: 'A2' }] })
  })

  it('txdtmToleranceMs: a time of the wrong zone is refused', async () => {
    const m = tryMerchant({ settings: { txdtmToleranceMs: 10 * MINUTE_MS } })
    assert.equal((await m.order({ ...A1, txdtm: '2025-11-22 18:40:00' })).respcd, '0000')
    const off = { out_trade_no: 'A2', txdtm: '2025-11-22 10:30:00' }
    assert.equal((await m.order(off)).respcd, '1104')
    assert.equal(m.sandbox.journal.list().at(-1)?.problem?.rule, 'txdtm-off')
  })

  it('closedOrderRespcd: an enquiry shows a closed order as 1264', async () => {
    const m = tryMerchant({ settings: { closedOrderRespcd: '1264' } })
    await m.order(A1)
    await m.clock.advance(5 * MINUTE_MS)
    await m.call('/trade/v1/close', { ...A1, txamt: '1099', txdtm: '2025-11-22 18:30:00' })
    assert.equal((await m.row('A1'))['respcd'], '1264')
  })

  it('prepayLifeMs: an order cannot be paid for as long', async () => {
    const m = tryMerchant({ settings: { prepayLifeMs: MINUTE_MS } })
    await m.order(A1)
    await m.clock.advance(MINUTE_MS)
    assert.equal((await m.row('A1'))['respcd'], '1181')
    const { errMsg } = await m.sandbox.orders.pay({ outTradeNo: 'A1' })
    assert.equal(errMsg, 'get_brand_wcpay_request:fail')
  })

  it('codeLifeMs: a code is over sooner', async () => {
    const m = tryMerchant({ settings: { codeLifeMs: SECOND_MS } })
    const { code } = m.sandbox.authorize({})
    await m.clock.advance(SECOND_MS + 1)
    const answer = await m.call('/tool/v1/get_weixin_openid', { code })
    assert.equal(answer.respcd, '1104')
  })

  it('notificationGapsMs: a notification is repeated at other times', async () => {
    const m = tryMerchant({ settings: { notificationGapsMs: [MINUTE_MS] } })
    m.answerWith(() => new Response('FAIL'))
    await m.paid(A1)
    await m.clock.advance(DAY_MS)
    const [delivery] = m.sandbox.notifications.list()
    assert.deepEqual(
      delivery?.attempts.map(({ at }) => at - START),
      [0, MINUTE_MS],
    )
  })
})
