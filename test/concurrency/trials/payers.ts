import assert from 'node:assert/strict'
import { createWechatVisitor } from '../../../packages/cli/src/index.ts'
import { createPayer, launchOf } from '../../support/server/payer.ts'
import type { Answer } from '../fan-out.ts'
import { askedFor, booksAgree, countEvents, moneyOf, tally, watchJournal } from '../look.ts'
import { createPayment, openPayment, PRICE, untilStatus } from '../pay.ts'
import type { ConcurrentWorld } from '../world.ts'

const placeOf = ({ status, headers }: Answer): string =>
  `${status} ${headers.get('location') ?? 'nowhere'}`

/** WeChat comes back to every process with one code, and once more. */
export async function spendOneCode(world: ConcurrentWorld): Promise<void> {
  const exchanges = watchJournal(world, '/sns/oauth2/access_token')
  const orders = watchJournal(world, '/trade/v1/payment')
  const { id, payer } = await openPayment(world)
  const [callback, ...others] = askedFor(world, new RegExp(`${id}/authorized/`))
  assert.ok(callback !== undefined && others.length === 0)
  const answers = [...callback.answers, ...(await callback.again()).answers]
  assert.deepEqual(tally(answers, placeOf), { [`303 /pay/${id}`]: answers.length })
  assert.equal(exchanges.length, 1)
  assert.equal(orders.length, 1)
  assert.deepEqual(await countEvents(world, id, 'attempt.recorded', 'attempt.launched'), [1, 1])
  await payer.confirm()
  await untilStatus(world, id, 'succeeded')
  assert.deepEqual(await moneyOf(world, id), { paid: [PRICE], returned: [] })
}

/** One payer, two phones with two tabs each, all opened together and all confirmed together. */
export async function payInFourTabs(world: ConcurrentWorld): Promise<void> {
  const { id, url } = await createPayment(world)
  const phones = Array.from({ length: 2 }, () => createWechatVisitor({ fetch, now: Date.now }))
  const pages = await Promise.all(
    phones.flatMap((phone) => [phone, phone]).map((phone) => phone.open(url)),
  )
  const sheets = pages.map((page) => {
    const { payParams } = launchOf(page) ?? {}
    const opened = world.sandbox.wallet.open({
      payParams,
      pageUrl: page.url,
      payer: 'mei',
      profile: 'ios',
    })
    assert.ok(opened.kind === 'sheet', `${page.url} gave no order that can be paid`)
    return opened.sheetId
  })
  const results = await Promise.all(
    sheets.map((sheetId) => world.sandbox.wallet.decide({ sheetId, decision: 'pay' })),
  )
  assert.equal(results.filter(({ errMsg }) => errMsg.endsWith(':ok')).length, 1)
  await untilStatus(world, id, 'succeeded')
  await booksAgree(world, [id])
  assert.deepEqual(await countEvents(world, id, 'attempt.launched', 'payment.succeeded'), [1, 1])
  assert.deepEqual(await moneyOf(world, id), { paid: [PRICE], returned: [] })
}

/** Two payers hold an order each, and confirm together. */
export async function payTwice(world: ConcurrentWorld): Promise<void> {
  const { id, url } = await createPayment(world)
  const payers = ['mei', 'ka-ho'].map((name) => createPayer(world.sandbox, { name }))
  await Promise.all(payers.map((payer) => payer.open(url)))
  await Promise.all(payers.map((payer) => payer.confirm()))
  await Promise.all(payers.map((payer) => payer.comeBack()))
  await world.until('one of them has their money back', async () => {
    const { returned } = await moneyOf(world, id)
    return returned.length > 0
  })
  await booksAgree(world, [id])
  assert.deepEqual(await moneyOf(world, id), { paid: [PRICE, PRICE], returned: [PRICE] })
  const kinds = ['payment.succeeded', 'payment.paid_twice', 'refund.requested']
  assert.deepEqual(await countEvents(world, id, ...kinds), [1, 1, 1])
}
