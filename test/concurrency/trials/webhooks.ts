import assert from 'node:assert/strict'
import type { Merchant } from '../../support/server/merchant.ts'
import { eventsOf } from '../look.ts'
import { createPayment } from '../pay.ts'
import type { ConcurrentWorld } from '../world.ts'

const PAYMENTS = 8

/** Payments are made and canceled all together, so every process finds something to send. */
export async function sendWebhooks(world: ConcurrentWorld): Promise<void> {
  const payments = await Promise.all(
    Array.from({ length: PAYMENTS }, async () => {
      const { id } = await createPayment(world)
      await world.post(`/v1/payments/${id}/cancel`, {})
      return id
    }),
  )
  await arriveInOrder(world, payments)
}

/** Every event of these payments comes, the earlier one first, and no process dies: none comes twice. */
export async function arriveInOrder(
  world: ConcurrentWorld,
  payments: readonly string[],
  merchant: Merchant = world.merchants.shop,
): Promise<void> {
  for (const id of payments) {
    const wanted = (await eventsOf(world, id, merchant)).map(({ sequence }) => sequence)
    const arrived = (): readonly number[] =>
      world.webhooks
        .filter(({ event }) => event.data.event.payment === id)
        .map(({ event }) => event.data.event.sequence)
    await world.until(`the last webhook of ${id}`, () =>
      wanted.every((sequence) => arrived().includes(sequence)),
    )
    assert.deepEqual(arrived(), wanted)
  }
}
