import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { SettingsInput } from '@tael/sandbox'
import { describeOnEachWire, order, paidOrder } from './gateway.ts'

/** What QFPay's pages leave open, or say in two ways, about the replies to all requests. */
const MANNERS: readonly SettingsInput[] = [
  { signReplies: false },
  { replyShape: 'data' },
  { replyNumbers: 'documented', replyShape: 'data' },
  { enquiryOfUnknown: '1136' },
  { enquiryOfUnknown: '1268', businessErrorStatus: 400 },
  { declareSignType: true, language: 'zh' },
]

describeOnEachWire('a payment, its refund and its questions', (gateway) => {
  for (const manners of MANNERS) {
    it(`read the same with ${JSON.stringify(manners)}`, async () => {
      gateway().sandbox.settings.change(manners)
      const client = gateway().client()
      const unpaid = await order(gateway(), client)
      const paid = await paidOrder(gateway(), client)
      const refund = await client.refund({
        outTradeNo: 'R1',
        syssn: paid.syssn,
        amount: 99,
        currency: 'HKD',
        requestedAt: gateway().clock.now(),
      })
      assert.equal(refund.amount, 99)
      const { transactions, page, pageSize } = await client.enquire({
        outTradeNo: [unpaid.outTradeNo, paid.outTradeNo, 'R1'],
      })
      assert.deepEqual(
        transactions.map(({ outcome, amount }) => `${outcome} ${amount}`).toSorted(),
        ['pending 1099', 'succeeded 1099', 'succeeded 99'],
      )
      assert.deepEqual([page, pageSize], [1, 100])
      assert.deepEqual((await client.enquire({ outTradeNo: 'NONE' })).transactions, [])
    })
  }
})
