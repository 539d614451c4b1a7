import type { Merchant } from '../support/server/merchant.ts'
import type { Payer } from '../support/server/payer.ts'
import type { CrashWorld } from './world.ts'

/** One payment from its creation to its end, and the acts of all who take part in it. */
export type Story = {
  readonly name: string
  /** Returns the payments that it made. */
  readonly tell: (world: CrashWorld) => Promise<readonly string[]>
}

const PRICE = 2_000
const JUMP_MS = 10_000

export const STORIES: readonly Story[] = [
  {
    name: 'notified',
    tell: async (world: CrashWorld): Promise<readonly string[]> => {
      const { merchant, payer, id } = await openPayment(world, 'qfpay-account')
      await payer.confirm()
      await waitUntil(world, { merchant, id, is: ({ status }) => status === 'succeeded' })
      await payer.comeBack()
      await merchant.refund(id, 500)
      await waitUntil(world, { merchant, id, is: (payment) => payment.amount_refunded === 500 })
      await merchant.refund(id, 300)
      return [id]
    },
  },
  {
    name: 'told by the return',
    tell: async (world: CrashWorld): Promise<readonly string[]> => {
      const { merchant, payer, id } = await openPayment(world, 'own-account')
      world.gateway.notifies = false
      await payer.confirm()
      await payer.comeBack()
      await waitUntil(world, { merchant, id, is: ({ status }) => status === 'succeeded' })
      world.gateway.notifies = true
      return [id]
    },
  },
  {
    name: 'told by nobody',
    tell: async (world: CrashWorld): Promise<readonly string[]> => {
      const { merchant, payer, id } = await openPayment(world, 'qfpay-account')
      world.gateway.notifies = false
      await payer.confirm()
      await waitUntil(world, { merchant, id, is: ({ status }) => status === 'succeeded' })
      world.gateway.notifies = true
      return [id]
    },
  },
  {
    name: 'canceled, then paid',
    tell: async (world: CrashWorld): Promise<readonly string[]> => {
      const { merchant, payer, id } = await openPayment(world, 'own-account')
      await merchant.cancel(id)
      await payer.confirm()
      await payer.comeBack()
      return [id]
    },
  },
]

type Opened = { readonly merchant: Merchant; readonly payer: Payer; readonly id: string }

async function openPayment(
  world: CrashWorld,
  flow: keyof CrashWorld['merchants'],
): Promise<Opened> {
  const merchant = world.merchants[flow]
  const payer = world.createPayer('mei')
  const { id, url } = await merchant.createPayment(PRICE)
  await payer.open(url)
  return { merchant, payer, id }
}

/** Lets time pass, once the wait gets long. */
async function waitUntil(
  world: CrashWorld,
  { merchant, id, is }: Omit<Opened, 'payer'> & { readonly is: Parameters<Merchant['waitFor']>[1] },
): Promise<void> {
  await merchant.waitFor(id, is, () => world.pass(JUMP_MS))
}
