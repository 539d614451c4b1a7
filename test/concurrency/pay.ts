import type { Payment } from '../support/server/merchant.ts'
import { createPayer, type Payer } from '../support/server/payer.ts'
import type { ConcurrentWorld } from './world.ts'

export const PRICE = 2_000

let lastNumber = 0

export function newReference(): string {
  return `concurrent-${++lastNumber}`
}

/** A payment of the shop and a payer who looks at WeChat's sheet. */
export async function openPayment(
  world: ConcurrentWorld,
  { expiresIn }: { readonly expiresIn?: number } = {},
): Promise<{ readonly id: string; readonly payer: Payer }> {
  const { id, url } = await createPayment(world, expiresIn)
  const payer = createPayer(world.sandbox)
  await payer.open(url)
  return { id, payer }
}

export async function createPayment(world: ConcurrentWorld, expiresIn?: number): Promise<Payment> {
  const { shop } = world.merchants
  if (expiresIn === undefined) return shop.createPayment(PRICE)
  const reference = newReference()
  const { body } = await shop.call('POST', '/v1/payments', {
    reference,
    amount: PRICE,
    currency: 'HKD',
    expires_in: expiresIn,
  })
  const payment = body as Payment
  shop.acknowledged.payments.push({ id: payment.id, reference })
  return payment
}

/** A payment of the shop that is paid, and known to be. */
export async function payPayment(world: ConcurrentWorld): Promise<string> {
  const { id, payer } = await openPayment(world)
  await payer.confirm()
  await untilStatus(world, id, 'succeeded')
  return id
}

export async function untilStatus(
  world: ConcurrentWorld,
  id: string,
  status: string,
): Promise<void> {
  await world.until(
    `${id} is ${status}`,
    async () => (await world.merchants.shop.getPayment(id)).status === status,
  )
}
