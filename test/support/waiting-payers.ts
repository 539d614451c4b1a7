import { CHECKOUT, type JoinedWorld } from './joined-world.ts'

export type WaitingPayers = {
  readonly payers: number
  /** Between two arrivals. */
  readonly everyMs: number
  /** When all have an order and wait, each of them pays within this time. */
  readonly payWithinMs: number
}

export type Waited = {
  /** From the money moving to the payer's page saying so, in the order of payment. */
  readonly waitsMs: readonly number[]
  /** When the gateway was called, counted from the first arrival. */
  readonly callsAt: readonly number[]
  /** When the last payer had an order, and when the last receipt was seen. */
  readonly launchedMs: number
  readonly endedMs: number
  /** Calls that the gateway refused for their number. */
  readonly refused: number
}

const STEP_MS = 100
const LIMITED = ['/tool/v1/get_weixin_openid', '/trade/v1/payment', '/trade/v1/query']

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
  const callsAt: number[] = []
  let refused = 0
  const unsubscribe = world.sandbox.journal.subscribe(({ url, status }) => {
    if (url === undefined || !LIMITED.includes(new URL(url).pathname)) return
    callsAt.push(elapsed())
    if (status === 429) refused += 1
  })
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
  const over = new AbortController()
  all.then(
    () => over.abort(),
    () => over.abort(),
  )
  while (!over.signal.aborted) await world.pass(STEP_MS, STEP_MS)
  await all
  unsubscribe()
  return {
    waitsMs: waits.toSorted((one, other) => one.paidAt - other.paidAt).map((one) => one.waitedMs),
    callsAt,
    launchedMs,
    endedMs: elapsed(),
    refused,
  }
}

/** The value that so many in a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}

/** How many calls lie in each window that ends with a call. */
export function callsWithin(callsAt: readonly number[], windowMs: number): readonly number[] {
  let first = 0
  return callsAt.map((at, index) => {
    while ((callsAt[first] ?? at) <= at - windowMs) first += 1
    return index - first + 1
  })
}
