import type { Sandbox } from '@tael/sandbox'
import { waitUntil } from '@tael/testing/patience'
import { createPayer } from '../../test/support/server/payer.ts'
import type { Side } from './side.ts'
import { payerName } from './world.ts'

export type Load = {
  readonly payments: number
  /** At once. */
  readonly payers: number
}

/** Resolves when so many payments are made, and everybody has heard of each. */
export async function payAll(
  sandbox: Sandbox,
  side: Side,
  { payments, payers }: Load,
): Promise<void> {
  let left = payments
  await Promise.all(
    Array.from({ length: payers }, async (_, number) => {
      while (left-- > 0) await payOnce(sandbox, side, payerName(number))
    }),
  )
  await waitUntil('all notifications and webhooks', () => isAllHeard(sandbox) && side.hasTold())
}

async function payOnce(sandbox: Sandbox, side: Side, name: string): Promise<void> {
  const payer = createPayer(sandbox, { name })
  await payer.open(await side.createPayment())
  await payer.confirm()
  await payer.comeBack()
}

function isAllHeard(sandbox: Sandbox): boolean {
  return sandbox.notifications.list().every(({ state }) => state === 'acknowledged')
}
