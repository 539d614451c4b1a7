import assert from 'node:assert/strict'
import { createWechatVisitor } from '../../../packages/cli/src/index.ts'
import { createPayer } from '../../support/server/payer.ts'
import { askedFor, statusOf, tally } from '../look.ts'
import { PRICE, untilStatus } from '../pay.ts'
import type { ConcurrentWorld } from '../world.ts'

const STOCK = 2

/** More payers than the link has stock continue together; one of them pays while the others wait. */
export async function sellOut(world: ConcurrentWorld): Promise<void> {
  const { shop } = world.merchants
  const { body: made } = await shop.call('POST', '/v1/payment_links', {
    title: 'The last two tins',
    amount: PRICE,
    currency: 'HKD',
    stock: STOCK,
  })
  const link = made as { readonly id: string; readonly url: string }
  const pages = await Promise.all(
    Array.from({ length: STOCK + 2 }, async () => {
      const phone = createWechatVisitor({ fetch, now: Date.now })
      await phone.open(link.url)
      return phone.submit(link.url, {})
    }),
  )
  const ids = pages.flatMap(({ text }) => /href="\/pay\/(\w+)" data-onward/.exec(text)?.[1] ?? [])
  assert.equal(new Set(ids).size, STOCK, 'each who holds one has a payment of their own')
  const answers = askedFor(world, new RegExp(`${new URL(link.url).pathname}/on$`))
  assert.equal(answers.length, STOCK + 2)
  for (const asked of answers) assert.deepEqual(tally(asked.answers, statusOf), { 200: 8 })
  assert.deepEqual(await countsOf(world, link.id), { payments: STOCK, held: STOCK, paid: 0 })

  for (const id of ids) {
    const { reference } = await shop.getPayment(id)
    shop.acknowledged.payments.push({ id, reference })
    const payer = createPayer(world.sandbox)
    await payer.open(`${world.fanOut.url}/pay/${id}`)
    await payer.confirm()
    await untilStatus(world, id, 'succeeded')
  }
  assert.deepEqual(await countsOf(world, link.id), { payments: STOCK, held: 0, paid: STOCK })
}

async function countsOf(world: ConcurrentWorld, link: string): Promise<object> {
  const { body } = await world.merchants.shop.call('GET', `/v1/payment_links/${link}`)
  const { payments, held, paid } = body as Readonly<Record<string, number>>
  return { payments, held, paid }
}
