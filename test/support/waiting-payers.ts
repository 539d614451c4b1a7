import { passUntilDone } from '@tael/testing/pass-until-done'
import { watchCalls, type GatewayCalls } from './gateway-calls.ts'
import { CHECKOUT, type JoinedWorld } from './joined-world.ts'

export type WaitingPayers = {
  readonly payers: number
  /** Between two arrivals. */
  readonly everyMs: number
  /** When all have an order and wait, each of them pays within this time. */
  readonly payWithinMs: number
}

/** All times are counted from the first arrival. */
export type Waited = GatewayCalls & {
  /** From the money moving to the payer's page saying so, in the order of payment. */
  readonly waitsMs: readonly number[]
  /** When the last payer had an order, and when the last receipt was seen. */
  readonly launchedMs: number
  readonly endedMs: number
}

const STEP_MS = 100

/** The world for it: nobody is notified, and the gateway takes a while. */
export const UNNOTIFIED = {
  gatewayMs: 150,
  settings: { notificationDelayMs: 30 * 24 * 60 * 60_000, magicAmounts: false },
} as const

/** Payers who come, authorize, get an order, and watch their page until it says "paid". */
export async function watchWaitingPayers(
  world: JoinedWorld,
  { payers, everyMs, payWithinMs }: WaitingPayers,
): Promise<Waited> {
  const start = world.clock.now()
  const elapsed = (): number => world.clock.now() - start
  const stopWatching = watchCalls(world.sandbox)
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => world.clock.after(ms, () => resolve()))
  const everybody = Promise.withResolvers<undefined>()
  const waits: { paidAt: number; waitedMs: number }[] = []
  let launched = 0
  let launchedMs = 0

  async function payer(n: number): Promise<void> {
    await sleep(n * everyMs)
    const amount = 10_000 + n
    const payment = await world.createPayment({ amount })
    await world.visitor('mei').open(payment.url)
    launched += 1
    if (launched === payers) {
      launchedMs = elapsed()
      everybody.resolve(undefined)
    }
    const seen = watch(payment.id)
    await everybody.promise
    // Evenly over the time, and not in the order of arrival.
    await sleep(((n * 7919) % payers) * (payWithinMs / payers))
    const order = world.sandbox.orders.list().find((one) => one.amount === amount)
    if (order === undefined) throw new Error(`payer ${n} has no order`)
    await world.sandbox.orders.pay(order)
    const paidAt = elapsed()
    await seen
    waits.push({ paidAt, waitedMs: elapsed() - paidAt })
  }

  async function watch(id: string): Promise<void> {
    for (let status = 'pending'; status === 'pending';) {
      const response = await world.fetch(`${CHECKOUT}/pay/${id}/status?status=pending`)
      status = ((await response.json()) as { status: string }).status
    }
  }

  const all = Promise.all(Array.from({ length: payers }, (_, n) => payer(n)))
  await passUntilDone(all, () => world.pass(STEP_MS, STEP_MS))
  const { callsAt, refused } = stopWatching()
  return {
    waitsMs: waits.toSorted((one, other) => one.paidAt - other.paidAt).map((one) => one.waitedMs),
    callsAt: callsAt.map((at) => at - start),
    launchedMs,
    endedMs: elapsed(),
    refused,
  }
}
