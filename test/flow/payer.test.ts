import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { payPageTexts } from '../../packages/checkout/test/support/sample-payer-pages.ts'
import { SHOP } from '../support/joined-parties.ts'
import { CHECKOUT, joinWorld, whileTimePasses, type JoinedWorld } from '../support/joined-world.ts'

const texts = payPageTexts.en
const BACK = `href="${SHOP}/orders/1"`
const WECHAT = 'MicroMessenger/8.0.22(0x18001626)'
type Visitor = ReturnType<JoinedWorld['visitor']>

describeOnDatabase('a payer reads what happened to their money', (database) => {
  for (const flow of ['qfpay-account', 'own-account'] as const) {
    describe(flow, () => {
      let world: JoinedWorld
      before(async () => {
        world = await joinWorld({ ...database(), close: () => Promise.resolve() }, { flow })
      })
      after(() => world.close())

      const create = (changed: object = {}) =>
        world.createPayment({ return_url: `${SHOP}/orders/1`, ...changed })
      const open = (visitor: Visitor, url: string) => whileTimePasses(world, visitor.open(url))
      const newest = () => {
        const order = world.sandbox.orders.list().at(-1)
        assert.ok(order)
        return order
      }
      /** Reads a page that has to say a sentence, and to lead back to the shop. */
      const reads = async (visitor: Visitor, url: string, sentence: string) => {
        const page = await open(visitor, url)
        assert.ok(plain(page.text).includes(plain(sentence)), `${sentence} in ${page.text}`)
        assert.ok(page.text.includes(BACK), page.text)
        return page
      }
      const follow = async (visitor: Visitor, text: string) => {
        const [, path = ''] = /data-status-path="([^"]+)"/.exec(text) ?? []
        const asked = `${CHECKOUT}${path.replaceAll('&amp;', '&')}&status=pending`
        return JSON.parse((await open(visitor, asked)).text) as {
          status: string
          location?: string
        }
      }

      /** WeChat on a phone that does not keep all cookies of the checkout. */
      const poorPhone = (keeps: { keepsOfRedirects: boolean; keepsOfPages: boolean }) => {
        let kept = ''
        return async (address: string): Promise<string> => {
          let url = address
          for (let hop = 0; hop < 20; hop++) {
            const headers = { 'user-agent': WECHAT, cookie: kept, 'x-sandbox-payer': 'mei' }
            const answer = await whileTimePasses(
              world,
              world.fetch(url, { redirect: 'manual', headers }),
            )
            const location = answer.headers.get('location')
            const [given] = answer.headers
              .getSetCookie()
              .filter((each) => /tael_browser/.test(each))
            const isKept = location === null ? keeps.keepsOfPages : keeps.keepsOfRedirects
            if (given !== undefined && isKept) kept = given.split(';')[0] ?? ''
            if (location === null) return plain(await answer.text())
            url = new URL(location, url).href
          }
          throw new Error(`${address} redirects in a circle`)
        }
      }

      it('after a cancel: a spinner for one enquiry, then that it is not paid yet', async () => {
        const payment = await create()
        const phone = world.visitor('mei')
        await open(phone, payment.url)
        const order = newest()
        await world.sandbox.orders.cancel(order)
        const confirming = await reads(phone, `${payment.url}/return`, texts.confirming.text)
        const { status, location } = await follow(phone, confirming.text)
        assert.equal(status, 'pending')
        const page = await reads(phone, `${CHECKOUT}${location ?? ''}`, texts.unpaid.unpaid.text)
        const again = `${CHECKOUT}${/href="([^"]*authorize[^"]*)"/.exec(page.text)?.[1] ?? ''}`
        await open(phone, again)
        assert.equal(newest().outTradeNo, order.outTradeNo, 'the same order again')
        await world.sandbox.orders.pay(order)
        await reads(phone, `${payment.url}/return`, texts.succeeded.title)
      })

      it('after a refusal: that nothing was charged, and a new attempt when they pay again', async () => {
        const payment = await create()
        const phone = world.visitor('mei')
        await open(phone, payment.url)
        const order = newest()
        await world.sandbox.orders.fail(order)
        const url = `${payment.url}/return?checked=1`
        await reads(phone, url, texts.unpaid.declined.text)
        await open(phone, `${payment.url}?authorize=1`)
        const second = newest()
        assert.notEqual(second.outTradeNo, order.outTradeNo)
        await world.sandbox.orders.pay(second)
        await reads(phone, `${payment.url}/return`, texts.succeeded.title)
      })

      it('trusts WeChat’s own word for a while before it says that nothing is paid', async () => {
        const payment = await create()
        const phone = world.visitor('mei')
        await open(phone, payment.url)
        const { text } = await open(phone, `${payment.url}/return?said=ok`)
        const before = world.clock.now()
        const { location } = await follow(phone, text)
        assert.match(location ?? '', /checked/)
        assert.ok(world.clock.now() - before >= 20_000)
      })

      it('when a person has to look: that nothing is lost, and not to pay again', async () => {
        const payment = await create()
        const phone = world.visitor('mei')
        await open(phone, payment.url)
        const { text } = await open(phone, `${payment.url}/return`)
        await database()
          .db.updateTable('payment')
          .set({
            reviews: JSON.stringify([
              { code: 'amount_mismatch', subject: 'att_1', message: 'HK$0.01' },
            ]),
          })
          .where('id', '=', payment.id)
          .execute()
        const { location = '' } = await follow(phone, text)
        const { name } = await database()
          .db.selectFrom('account')
          .select('name')
          .executeTakeFirstOrThrow()
        const page = await reads(phone, `${CHECKOUT}${location}`, texts.held.text(name))
        assert.doesNotMatch(page.text, /authorize=1|data-pay/)
        await reads(phone, payment.url, texts.held.text(name))
      })

      it('who has paid, lost the page and opens the link again: the receipt', async () => {
        const payment = await create()
        const phone = world.visitor('mei')
        await open(phone, payment.url)
        await world.pass(11_000)
        await world.sandbox.orders.pay(newest())
        await reads(phone, payment.url, texts.succeeded.title)
      })

      it('whose money came second: that it goes back, on every page', async () => {
        const payment = await create()
        const [mei, kaHo] = [world.visitor('mei'), world.visitor('ka-ho')]
        await open(mei, payment.url)
        const first = newest()
        await open(kaHo, payment.url)
        const second = newest()
        await world.sandbox.orders.pay(first)
        await reads(mei, `${payment.url}/return`, texts.succeeded.title)
        await world.sandbox.orders.pay(second)
        // In the same second, before QFPay's notification: their own order is asked about.
        await reads(kaHo, `${payment.url}/return`, texts.paidTwice.title)
        await world.pass(60_000)
        for (const url of [payment.url, `${payment.url}/return`]) {
          const page = await reads(kaHo, url, texts.paidTwice.title)
          assert.doesNotMatch(page.text, /data-continue/)
          await reads(mei, url, texts.succeeded.title)
        }
        await world.pass(2 * 60 * 60_000, 5 * 60_000)
        await reads(kaHo, payment.url, texts.paidTwice.refunded)
      })

      it('after a refund: how much is back', async () => {
        const payment = await create({ amount: 1099 })
        const phone = world.visitor('mei')
        await open(phone, payment.url)
        await world.sandbox.orders.pay(newest())
        await open(phone, `${payment.url}/return`)
        const refund = (amount: number) =>
          world.call(`/v1/payments/${payment.id}/refunds`, { amount })
        await refund(500)
        await reads(phone, payment.url, texts.succeeded.partOnItsWay('HK$5.00'))
        await world.pass(2 * 60 * 60_000, 5 * 60_000)
        await reads(phone, payment.url, texts.succeeded.partBack('HK$5.00'))
        await refund(599)
        await reads(phone, payment.url, texts.succeeded.refunding.text)
        await world.pass(2 * 60 * 60_000, 5 * 60_000)
        const page = await reads(phone, payment.url, texts.succeeded.refunded.text)
        assert.doesNotMatch(page.text, /data-continue/, 'nobody is sent off')
      })

      it('in a mini program: that nothing is charged, and makes no order', async () => {
        const payment = await create()
        const before = world.sandbox.orders.list().length
        const headers = { 'user-agent': `${WECHAT} miniProgram/wx0123456789abcdef` }
        const page = await (await world.fetch(payment.url, { headers })).text()
        assert.ok(page.includes(texts.qr['mini-program']))
        assert.ok(page.includes(BACK))
        assert.equal(world.sandbox.orders.list().length, before)
      })

      it('where WeChat cannot pay: why, and makes no order', async () => {
        const payment = await create()
        const before = world.sandbox.orders.list().length
        for (const [reason, userAgent] of [
          ['desktop-wechat', `${WECHAT} WindowsWechat(0x63090c37)`],
          ['wecom', `wxwork/4.1.30 ${WECHAT}`],
        ] as const) {
          const headers = { 'user-agent': userAgent }
          const page = await (await world.fetch(payment.url, { headers })).text()
          assert.ok(page.includes(texts.qr[reason]), reason)
        }
        assert.equal(world.sandbox.orders.list().length, before)
      })

      it('on a phone that loses the cookies of redirects: a page that brings one, and pays', async () => {
        const payment = await create()
        const phone = poorPhone({ keepsOfRedirects: false, keepsOfPages: true })
        const passing = await phone(payment.url)
        assert.ok(passing.includes(texts.passing.text), passing)
        const [, onward = ''] = /href="([^"]*)" data-onward/.exec(passing) ?? []
        const before = world.sandbox.orders.list().length
        await phone(CHECKOUT + onward.replaceAll('&amp;', '&'))
        assert.equal(world.sandbox.orders.list().length, before + 1)
        await world.sandbox.orders.pay(newest())
        assert.ok((await phone(`${payment.url}/return`)).includes(texts.succeeded.title))
      })

      it('on a phone that keeps no cookies: to allow them, and makes no order', async () => {
        const payment = await create()
        const phone = poorPhone({ keepsOfRedirects: false, keepsOfPages: false })
        const before = world.sandbox.orders.list().length
        const passing = await phone(payment.url)
        const [, onward = ''] = /href="([^"]*)" data-onward/.exec(passing) ?? []
        const page = await phone(CHECKOUT + onward.replaceAll('&amp;', '&'))
        assert.ok(page.includes(texts.problem['cookies-needed'].title), page)
        assert.ok(page.includes(BACK))
        assert.equal(world.sandbox.orders.list().length, before)
      })

      it('after they refused WeChat’s question: that no payment was started', async () => {
        const payment = await create()
        const headers = { 'user-agent': WECHAT }
        const away = await world.fetch(payment.url, { redirect: 'manual', headers })
        const cookie = away.headers.getSetCookie()[0]?.split(';')[0] ?? ''
        const asked = new URL(away.headers.get('location') ?? '')
        const back = asked.searchParams.get('redirect_uri') ?? ''
        const page = await (await world.fetch(back, { headers: { ...headers, cookie } })).text()
        assert.ok(page.includes(texts.problem.restart.title), page)
        assert.ok(page.includes(`href="/pay/${payment.id}"`))
      })

      it('whose payment is over: why, and that nobody was charged', async () => {
        const phone = world.visitor('mei')
        const canceled = await create()
        await world.call(`/v1/payments/${canceled.id}/cancel`, {})
        await reads(phone, canceled.url, texts.unsuccessful.canceled.text)
        const failed = await create()
        await database()
          .db.updateTable('payment')
          .set({ status: 'failed' })
          .where('id', '=', failed.id)
          .execute()
        await reads(phone, failed.url, texts.unsuccessful.failed.text)
      })

      it('with a link that is not known: that no payment was started', async () => {
        const { url } = await create()
        const page = await open(world.visitor('mei'), `${url.slice(0, -6)}zzzzzz`)
        assert.equal(page.status, 404)
        assert.ok(plain(page.text).includes(plain(texts.problem['link-unknown'].text)))
      })

      it('with an amount above the limit: that WeChat Pay did not accept it', async () => {
        const payment = await create({ amount: 99_999_999_999 })
        const page = await reads(world.visitor('mei'), payment.url, texts.problem.amount.text)
        assert.equal(page.status, 502)
      })

      it('in the language that they have chosen, from then on', async () => {
        const payment = await create({ expires_in: 60 })
        await world.pass(61_000)
        const phone = world.visitor('mei')
        await reads(phone, payment.url, texts.unsuccessful.expired.text)
        const chinese = payPageTexts['zh-Hant'].unsuccessful.expired.text
        await reads(phone, `${payment.url}?lang=zh-Hant`, chinese)
        await reads(phone, payment.url, chinese)
        await reads(phone, `${payment.url}/return`, chinese)
      })
    })
  }

  describe('method 1', () => {
    let world: JoinedWorld
    before(async () => {
      world = await joinWorld(
        { ...database(), close: () => Promise.resolve() },
        { flow: 'own-account' },
      )
    })
    after(() => world.close())

    it('asks a payer who sees a preview to open the page, and makes no order', async () => {
      const payment = await world.createPayment()
      world.sandbox.scenarios.arm({ name: 'snapshot-user' })
      const page = await whileTimePasses(world, world.visitor('mei').open(payment.url))
      assert.ok(
        page.text.includes(plain(texts.problem.snapshot.text)) || page.text.includes('preview'),
      )
      assert.equal(world.sandbox.orders.list().length, 0)
      await whileTimePasses(world, world.visitor('mei').open(payment.url))
      assert.equal(world.sandbox.orders.list().length, 1)
    })

    it('keeps on the timeline what WeChat said when it did not open the payment', async () => {
      const payment = await world.createPayment()
      const sent = await world.fetch(payment.url, {
        redirect: 'manual',
        headers: { 'user-agent': WECHAT },
      })
      const cookie = sent.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      const headers = { 'user-agent': WECHAT, cookie, 'x-sandbox-payer': 'mei' }
      let url = sent.headers.get('location') ?? ''
      for (let hop = 0; hop < 5 && url !== ''; hop++) {
        const next = await whileTimePasses(world, world.fetch(url, { redirect: 'manual', headers }))
        const location = next.headers.get('location')
        url = location === null ? '' : new URL(location, url).href
      }
      const say = (body: string, headed: Record<string, string> = headers) =>
        world.fetch(`${payment.url}/said`, { method: 'POST', headers: headed, body })
      await say('a stranger', { 'user-agent': WECHAT })
      const openid = 'oAbcdefghijklmnopqrstuvwxyz0'
      for (let times = 0; times < 9; times++) {
        assert.equal(
          (await say(`当前页面的URL未注册：https://pay/x?openid=${openid} ${openid}`)).status,
          204,
        )
      }
      await world.pass(5_000)
      const { body } = await world.call(`/v1/payments/${payment.id}/timeline?limit=100`)
      const { data } = body as { data: { returned?: string; said?: string; times?: number }[] }
      const told = data.filter(({ returned }) => returned === 'not-opened')
      assert.deepEqual(
        told.map(({ said, times }) => ({ said, times })),
        [{ said: '当前页面的URL未注册：https://pay/x …', times: 5 }],
      )
    })
  })
})

/** As a payer reads it, with the page's tags of blocks. */
function plain(text: string): string {
  return text
    .replaceAll(/<\/?span[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
}
