import { createPayer } from './payer.ts'
import type { CrashWorld } from './world.ts'

/** One payment from its creation to its end, and what everybody does who takes part in it. */
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
      const merchant = world.merchants['qfpay-account']
      const payer = createPayer(world.sandbox)
      const { id, url } = await merchant.createPayment(PRICE)
      await payer.open(url)
      await payer.confirm()
      await merchant.waitFor(
        id,
        ({ status }) => status === 'succeeded',
        () => world.pass(JUMP_MS),
      )
      await payer.comeBack()
      await merchant.refund(id, 500)
      await merchant.waitFor(
        id,
        ({ amount_refunded: refunded }) => refunded === 500,
        () => world.pass(JUMP_MS),
      )
      await merchant.refund(id, 300)
      return [id]
    },
  },
  {
    name: 'told by the return',
    tell: async (world: CrashWorld): Promise<readonly string[]> => {
      const merchant = world.merchants['own-account']
      const payer = createPayer(world.sandbox)
      const { id, url } = await merchant.createPayment(PRICE)
      await payer.open(url)
      world.gateway.notifies = false
      await payer.confirm()
      await payer.comeBack()
      await merchant.waitFor(
        id,
        ({ status }) => status === 'succeeded',
        () => world.pass(JUMP_MS),
      )
      world.gateway.notifies = true
      return [id]
    },
  },
  {
    name: 'told by nobody',
    tell: async (world: CrashWorld): Promise<readonly string[]> => {
      const merchant = world.merchants['qfpay-account']
      const payer = createPayer(world.sandbox)
      const { id, url } = await merchant.createPayment(PRICE)
      await payer.open(url)
      world.gateway.notifies = false
      await payer.confirm()
      await merchant.waitFor(
        id,
        ({ status }) => status === 'succeeded',
        () => world.pass(JUMP_MS),
      )
      world.gateway.notifies = true
      return [id]
    },
  },
  {
    name: 'canceled, then paid',
    tell: async (world: CrashWorld): Promise<readonly string[]> => {
      const merchant = world.merchants['own-account']
      const payer = createPayer(world.sandbox)
      const { id, url } = await merchant.createPayment(PRICE)
      await payer.open(url)
      await merchant.cancel(id)
      await payer.confirm()
      await payer.comeBack()
      return [id]
    },
  },
]
