import assert from 'node:assert/strict'
import { booksAgree, idOf, moneyOf, statusOf, tally, watchJournal } from '../look.ts'
import { newReference, payPayment, PRICE } from '../pay.ts'
import type { ConcurrentWorld } from '../world.ts'

const AMOUNT = 500
/** Together they ask for half as much again as was paid. */
const REFERENCES = 6

/** The same refund, by its Idempotency-Key alone and by its reference alone. */
export async function refundOnce(world: ConcurrentWorld): Promise<void> {
  const sent = watchJournal(world, '/trade/v1/refund')
  const id = await payPayment(world)
  const path = `/v1/payments/${id}/refunds`
  const keyed = await world.post(path, { amount: AMOUNT }, `key ${id}`)
  assert.deepEqual(tally(keyed.answers, statusOf), { 201: keyed.answers.length })
  assert.equal(new Set(keyed.answers.map(idOf)).size, 1)

  const named = await world.post(path, { amount: AMOUNT, reference: newReference() })
  assert.deepEqual(tally(named.answers, statusOf), { 200: named.answers.length - 1, 201: 1 })
  assert.equal(new Set(named.answers.map(idOf)).size, 1)

  await untilReturned(world, id, 2 * AMOUNT)
  await booksAgree(world, [id])
  assert.deepEqual(await moneyOf(world, id), { paid: [PRICE], returned: [AMOUNT, AMOUNT] })
  assert.equal(sent.length, 2)
}

/** Different refunds that add up to too much, all together. */
export async function refundTooMuch(world: ConcurrentWorld): Promise<void> {
  const sent = watchJournal(world, '/trade/v1/refund')
  const id = await payPayment(world)
  const asked = await Promise.all(
    Array.from({ length: REFERENCES }, () =>
      world.post(`/v1/payments/${id}/refunds`, { amount: AMOUNT, reference: newReference() }),
    ),
  )
  const most = PRICE / AMOUNT
  const granted = asked.filter(({ answers }) => answers.some(({ status }) => status === 201))
  assert.equal(granted.length, most)
  for (const { answers } of asked) {
    const counts = tally(answers, statusOf)
    const repeats = answers.length - 1
    const isGranted = granted.some((each) => each.answers === answers)
    assert.deepEqual(counts, isGranted ? { 200: repeats, 201: 1 } : { 409: answers.length })
  }
  await untilReturned(world, id, PRICE)
  await booksAgree(world, [id])
  const { returned } = await moneyOf(world, id)
  assert.deepEqual(returned, Array<number>(most).fill(AMOUNT))
  assert.equal(sent.length, most)
}

async function untilReturned(world: ConcurrentWorld, id: string, amount: number): Promise<void> {
  await world.until(
    `${amount} of ${id} is refunded`,
    async () => (await world.merchants.shop.getPayment(id)).amount_refunded >= amount,
  )
}
