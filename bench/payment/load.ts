import type { Sandbox } from '@tael/sandbox'
import { waitUntil } from '@tael/testing/patience'
import { createPayer } from '../../test/support/server/payer.ts'
import type { PaymentServer } from './side.ts'
import { payerName } from './world.ts'

export type Load = {
  readonly payments: number
  /** At once. */
  readonly payers: number
}

/** Resolves when so many payments are made, and everybody has heard of each. */
export async function payAll(
  sandbox: Sandbox,
  server: PaymentServer,
  { payments, payers }: Load,
): Promise<void> {
  await atOnce(payers, payments, (_, name) => payOnce(sandbox, server, name))
  await untilAllIsHeard(sandbox, server)
}

export async function untilAllIsHeard(sandbox: Sandbox, server: PaymentServer): Promise<void> {
  const isHeard = (): boolean =>
    sandbox.notifications.list().every(({ state }) => state === 'acknowledged')
  await waitUntil('all notifications and webhooks', () => isHeard() && server.hasTold())
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
export async function payOnce(
  sandbox: Sandbox,
  server: PaymentServer,
  name: string,
): Promise<void> {
  const payer = createPayer(sandbox, { name })
  await payer.open(await server.createPayment())
  await payer.confirm()
  await payer.comeBack()
}
