import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Json } from '../../packages/checkout/test/support/checkout.ts'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { CHECKOUT, joinWorld, whileTimePasses, type JoinedWorld } from '../support/joined-world.ts'

type Visitor = ReturnType<JoinedWorld['visitor']>

describeOnDatabase('a poster on a wall', (database) => {
  for (const flow of ['qfpay-account', 'own-account'] as const) {
    describe(flow, () => {
      let world: JoinedWorld
      before(async () => {
        world = await joinWorld({ ...database(), close: () => Promise.resolve() }, { flow })
      })
      after(() => world.close())

      const create = async (changed: object = {}): Promise<Json> => {
        const link = { title: 'Charity tea', currency: 'HKD', amount: 5800, ...changed }
        return (await world.call('/v1/payment_links', link)).body
      }
      const read = async (link: Json): Promise<Json> =>
        (await world.call(`/v1/payment_links/${link.id}`)).body
      const open = (visitor: Visitor, url: string) => whileTimePasses(world, visitor.open(url))
      /** Scans the code and continues, as far as the page that opens WeChat's payment module. */
      const begin = async (visitor: Visitor, link: Json) => {
        await open(visitor, link.url)
        const sent = await whileTimePasses(world, visitor.submit(link.url, {}))
        const [, path = ''] = /href="([^"]+)" data-onward/.exec(sent.text) ?? []
        return open(visitor, CHECKOUT + path)
      }
      const paymentsOf = async (link: Json): Promise<readonly Json[]> =>
        (await world.call(`/v1/payments?payment_link=${link.id}`)).body.data
      const payNewest = async () => {
        const order = world.sandbox.orders.list().at(-1)
        assert.ok(order)
        await world.sandbox.orders.pay(order)
      }

      it('is scanned and paid, and says so to payer and merchant', async () => {
        const link = await create({ stock: 2, success_message: 'Collect your tea at counter 7' })
        const mei = world.visitor('mei')
        await begin(mei, link)
        const [made] = await paymentsOf(link)
        await payNewest()
        await world.passUntil(made.id, ({ status }) => status === 'succeeded')
        const receipt = await open(mei, made.url)
        assert.match(receipt.text, /Collect your tea at counter 7/)
        assert.partialDeepStrictEqual(await read(link), { paid: 1, held: 0, remaining: 1 })
        await begin(mei, link)
        assert.equal((await paymentsOf(link)).length, 2, 'they may pay again')
      })

      it('leads a payer whom it serves once to their own payment, whatever browser they come with', async () => {
        const link = await create({ stock: 5, once_per_payer: true })
        await begin(world.visitor('mei'), link)
        const [first] = await paymentsOf(link)
        await begin(world.visitor('mei'), link)
        const [second] = await paymentsOf(link)
        assert.notEqual(second.id, first.id)
        assert.equal((await world.getPayment(second.id)).status, 'canceled')
        assert.partialDeepStrictEqual(await read(link), { held: 1, remaining: 4 })
        await payNewest()
        await world.passUntil(first.id, ({ status }) => status === 'succeeded')
        const other = world.visitor('mei')
        await begin(other, link)
        assert.partialDeepStrictEqual(await read(link), { held: 0, paid: 1, remaining: 4 })
        const stranger = await begin(world.visitor('ka-ho'), link)
        assert.equal(stranger.status, 200)
        assert.partialDeepStrictEqual(await read(link), { held: 1, paid: 1, remaining: 3 })
      })

      it('offers to begin again when the payment was not made in time', async () => {
        const link = await create({ pay_within: 60 })
        const mei = world.visitor('mei')
        await begin(mei, link)
        const [made] = await paymentsOf(link)
        await world.passUntil(made.id, ({ status }) => status === 'expired')
        const { text } = await open(mei, made.url)
        assert.ok(text.includes(`href="${new URL(link.url).pathname}"`), text)
      })
    })
  }
})
