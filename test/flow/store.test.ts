import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, it } from 'node:test'
import { createStore, type Store } from '@tael-examples/store'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { CHECKOUT, SHOP } from '../support/joined-parties.ts'
import { joinWorld, whileTimePasses, type JoinedWorld } from '../support/joined-world.ts'
import { openOrder } from '../support/refunding.ts'

/** What a page says first, in English, 繁體 and 简体. */
type Said = readonly [en: string, zhHant: string, zhHans: string]
const PAID: Said = ['Thank you, it is paid', '多謝惠顧，已收到付款', '多谢惠顾，已收到款项']
const SECOND_ON_ITS_WAY: Said = [
  'the second is on its way back to the WeChat that paid it',
  '第二筆正退回原付款的微信',
  '第二笔正退回原付款的微信',
]
const SECOND_BACK: Said = [
  'the second was refunded to the WeChat that paid it',
  '第二筆已退回原付款的微信',
  '第二笔已退回原付款的微信',
]

describeOnDatabase('an order page of the store, after the money moved', (database) => {
  let world: JoinedWorld
  let store: Store
  before(async () => {
    world = await joinWorld(
      { ...database(), close: () => Promise.resolve() },
      { account: { late_payments: 'refund' } },
    )
    store = createStore({
      checkoutUrl: CHECKOUT,
      apiKey: world.apiKey,
      publicUrl: SHOP,
      fetch: world.fetch,
      webhookSecret: 'whsec_bm9ib2R5IHRlbGxzIHRoaXMgc2hvcA==',
      randomBytes,
    })
  })
  after(() => world.close())

  let orders = 0
  /** Orders a gaiwan for HK$268.00 and comes to its payment. */
  async function order() {
    const id = `HT-00000000-${String(++orders).padStart(8, '0')}`
    const headers = { cookie: 'cart=gaiwan.1', 'content-type': 'application/x-www-form-urlencoded' }
    const body = `order=${id}`
    const made = await store.fetch(new Request(`${SHOP}/orders`, { method: 'POST', headers, body }))
    const url = made.headers.get('location') ?? ''
    const payment = await world.getPayment(url.split('/').at(-1) ?? '')
    return { page: `${SHOP}/orders/${id}`, payment }
  }

  async function reads(page: string, said: Said, ...facts: readonly string[]): Promise<void> {
    for (const [index, language] of ['en-GB', 'zh-HK', 'zh-CN'].entries()) {
      const headers = { 'accept-language': language }
      const whole = await (await store.fetch(new Request(page, { headers }))).text()
      const text = whole
        .slice(whole.indexOf('<main'))
        .replaceAll(/<svg[^]*?<\/svg>|<[^>]*>|\s+/g, ' ')
      for (const part of [said[index] ?? '', ...facts])
        assert.ok(text.includes(part), `${part} in ${text}`)
    }
  }

  const refund = (id: string, amount: number) =>
    world.call(`/v1/payments/${id}/refunds`, { amount })
  const untilRefunded = () => world.pass(15 * 60_000, 60_000)
  /** No refund reaches QFPay until the answer is called. */
  const holdRefunds = () => {
    const cut = { kind: 'cut', when: 'before' } as const
    const { id } = world.sandbox.faults.add({ endpoint: 'refund', effect: cut, times: null })
    return () => world.sandbox.faults.remove(id)
  }

  it('says how much is on its way back, and how much is back', async () => {
    const { page, payment } = await order()
    await world.sandbox.orders.pay(await openOrder(world, payment))
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    await reads(page, PAID)
    await refund(payment.id, 3800)
    await reads(
      page,
      ['Paid, and a part is on its way back', '已付款，部分正在退回', '已支付，部分正在退回'],
      'HK$38.00',
    )
    await untilRefunded()
    await reads(
      page,
      ['Paid, and refunded in part', '已付款，部分已退款', '已支付，部分已退款'],
      'HK$38.00',
    )
    await refund(payment.id, 23_000)
    await reads(
      page,
      ['Your money is on its way back', '款項正在退回', '款项正在退回'],
      'HK$38.00',
      'HK$230.00',
    )
    await untilRefunded()
    await reads(page, ['Your money was refunded', '款項已退回', '款项已退回'], 'HK$268.00')
  })

  it('says that a second payment came, and goes back to the payer who made it', async () => {
    const { page, payment } = await order()
    const first = await openOrder(world, payment, 'mei')
    const second = await openOrder(world, payment, 'ka-ho')
    await world.sandbox.orders.pay(first)
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    await reads(page, PAID)
    const letRefunds = holdRefunds()
    await world.sandbox.orders.pay(second)
    await whileTimePasses(world, world.visitor('ka-ho').open(`${payment.url}/return`))
    await world.pass(60_000)
    await reads(page, PAID)
    await reads(page, SECOND_ON_ITS_WAY, 'HK$268.00')
    letRefunds()
    await untilRefunded()
    await reads(page, SECOND_BACK, 'HK$268.00')
    await reads(page, PAID)
  })

  it('says that money came when the time to pay was over, and where it is', async () => {
    const { page, payment } = await order()
    const made = await openOrder(world, payment)
    await world.call(`/v1/payments/${payment.id}/cancel`, {})
    await reads(page, ['This order was not paid', '此訂單未有付款', '此订单未支付'])
    const letRefunds = holdRefunds()
    await world.sandbox.orders.pay(made)
    await world.pass(60_000)
    await reads(page, ['on its way back to you', '正在退回給您', '正在退回给您'])
    letRefunds()
    await untilRefunded()
    await reads(page, ['all of your money was refunded', '已全數退回', '已全部退回'])
  })
})
