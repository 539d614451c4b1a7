import assert from 'node:assert/strict'
import { countEvents, idOf, statusOf, tally } from '../look.ts'
import { newReference, PRICE } from '../pay.ts'
import type { ConcurrentWorld } from '../world.ts'

/** The same creation, by its Idempotency-Key and by its reference alone. */
export async function createAtOnce(world: ConcurrentWorld): Promise<void> {
  const body = { reference: newReference(), amount: PRICE, currency: 'HKD' }
  const keyed = await world.post('/v1/payments', body, `key ${body.reference}`)
  const answers = [...keyed.answers, ...(await keyed.again()).answers]
  assert.deepEqual(tally(answers, statusOf), { 201: answers.length })
  const first = answers.filter(({ headers }) => !headers.has('idempotent-replayed'))
  assert.equal(first.length, 1)
  await isOne(world, body.reference, answers.map(idOf))

  const other = { ...body, reference: newReference() }
  const unkeyed = await world.post('/v1/payments', other)
  const repeats = unkeyed.answers.length - 1
  assert.deepEqual(tally(unkeyed.answers, statusOf), { 200: repeats, 201: 1 })
  await isOne(world, other.reference, unkeyed.answers.map(idOf))
}

async function isOne(
  world: ConcurrentWorld,
  reference: string,
  answered: readonly string[],
): Promise<void> {
  const { body } = await world.merchants.shop.call('GET', `/v1/payments?reference=${reference}`)
  const found = (body as { readonly data: readonly { readonly id: string }[] }).data
  assert.deepEqual(
    found.map(({ id }) => id),
    [...new Set(answered)],
  )
  const [payment] = found
  assert.deepEqual(await countEvents(world, payment?.id ?? '', 'payment.created'), [1])
}
