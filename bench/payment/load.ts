import type { Sandbox } from '@tael/sandbox'
import { waitUntil } from '@tael/testing/patience'
import { createPayer } from '../../test/support/server/payer.ts'
import type { Seller } from './side.ts'
import { payerName } from './world.ts'

export type Load = {
  readonly payments: number
  /** At once. */
  readonly payers: number
}

/** Resolves when so many payments are made, and everybody has heard of each. */
export async function payAll(
  sandbox: Sandbox,
  seller: Seller,
  { payments, payers }: Load,
): Promise<void> {
  await atOnce(payers, payments, (_, name) => payOnce(sandbox, seller, name))
  await untilAllIsHeard(sandbox, seller)
}

export async function untilAllIsHeard(sandbox: Sandbox, seller: Seller): Promise<void> {
  const isHeard = (): boolean =>
    sandbox.notifications.list().every(({ state }) => state === 'acknowledged')
  await waitUntil('all notifications and webhooks', () => isHeard() && seller.hasTold())
}

/** Does a thing so many times, a few at once; each time it is given its number and a payer. */
export async function atOnce(
  few: number,
  times: number,
  work: (number: number, payer: string) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: few }, async (_, worker) => {
      while (next < times) await work(next++, payerName(worker))
    }),
  )
}

/** From the request of the merchant's server until the payer is back in the shop. */
export async function payOnce(sandbox: Sandbox, seller: Seller, name: string): Promise<void> {
  const payer = createPayer(sandbox, { name })
  await payer.open(await seller.createPayment())
  await payer.confirm()
  await payer.comeBack()
}
