import { passUntilDone } from '@tael/testing/pass-until-done'
import type { Json } from '../../packages/checkout/test/support/checkout.ts'
import { createWechatVisitor, type WechatVisitor } from '../../packages/cli/src/index.ts'
import { watchCalls, type GatewayCalls } from './gateway-calls.ts'
import { CHECKOUT, type JoinedWorld } from './joined-world.ts'

export type Crowd = {
  readonly people: number
  /** All of them scan the poster within this time, evenly. */
  readonly arriveWithinMs: number
  readonly stock: number
}

/** What became of one person. In milliseconds from the first scan. */
type Person = {
  readonly number: number
  readonly arrivedMs: number
  /** When their turn came. */
  readonly calledMs?: number
  readonly paidMs?: number
  /** When they read that nothing is left. */
  readonly toldMs?: number
  /** Whether they locked their phone while they waited. */
  readonly wasAway: boolean
  /** Whether they had an order and did not pay it. */
  readonly leftUnpaid: boolean
}

/** All times are counted from the first scan. */
export type Served = GatewayCalls & {
  readonly people: readonly Person[]
  /** Orders that were paid, and people who paid for more than one. */
  readonly paidOrders: number
  readonly paidTwice: number
  /** The link at the end, and the most that was ever held and paid together. */
  readonly link: Json
  readonly mostTaken: number
}

/** The world for it: the gateway takes a while. */
export const BUSY_WALL = { gatewayMs: 150, settings: { magicAmounts: false } } as const

const STEP_MS = 250
const AWAY_MS = 60_000
const FIRST_AMOUNT = 10_000

/**
 * A crowd in front of one poster, served by two processes. Every fifth locks their phone for a minute while they
 * wait, and every tenth does not pay.
 */
export async function serveCrowd(world: JoinedWorld, crowd: Crowd): Promise<Served> {
  const { people, arriveWithinMs, stock } = crowd
  const { body: link } = await world.call('/v1/payment_links', {
    title: 'Moon cakes for the harbour',
    currency: 'HKD',
    stock,
    pay_within: 60,
  })
  const processes = [world.checkout, world.startCheckout()]
  const start = world.clock.now()
  const elapsed = (): number => world.clock.now() - start
  const stopWatching = watchCalls(world.sandbox)
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => world.clock.after(ms, () => resolve()))

  function visitorOf(number: number): WechatVisitor {
    return createWechatVisitor({
      fetch: (input, init) => {
        const request = new Request(input, init)
        request.headers.set('x-sandbox-payer', 'mei')
        const { origin } = new URL(request.url)
        const checkout = processes[number % processes.length]
        return origin === CHECKOUT && checkout ? checkout.fetch(request) : world.fetch(request)
      },
      now: () => world.clock.now(),
    })
  }

  async function person(number: number): Promise<Person> {
    await sleep((number * arriveWithinMs) / people)
    const visitor = visitorOf(number)
    const arrivedMs = elapsed()
    const wasAway = number % 5 === 3
    const leftUnpaid = number % 10 === 7
    const about = { number, arrivedMs, wasAway, leftUnpaid }
    await visitor.open(link.url)
    let page = await visitor.submit(link.url, { amount: String((FIRST_AMOUNT + number) / 100) })
    let isAway = wasAway
    while (page.status !== 410 && onward(page.text) === undefined) {
      if (isAway) await sleep(AWAY_MS)
      isAway = false
      const answer = await visitor.open(`${link.url}/on/status?status=waiting`)
      const { status } = JSON.parse(answer.text) as { status: string }
      if (status === 'waiting') continue
      page = await visitor.open(`${link.url}/on`)
    }
    const path = onward(page.text)
    if (path === undefined) return { ...about, toldMs: elapsed() }
    const calledMs = elapsed()
    await visitor.open(CHECKOUT + path)
    if (leftUnpaid) return { ...about, calledMs }
    await sleep(3_000 + (number % 7) * 1_000)
    const order = world.sandbox.orders.list().find((one) => one.amount === FIRST_AMOUNT + number)
    if (order === undefined) throw new Error(`person ${number} has no order`)
    await world.sandbox.orders.pay(order)
    return { ...about, calledMs, paidMs: elapsed() }
  }

  let mostTaken = 0
  let steps = 0
  const all = Promise.all(Array.from({ length: people }, (_, number) => person(number)))
  const served = await passUntilDone(all, async () => {
    await world.pass(STEP_MS, STEP_MS)
    if (steps++ % 20 !== 0) return
    const { body } = await world.call(`/v1/payment_links/${link.id}`)
    mostTaken = Math.max(mostTaken, body.held + body.paid)
  })
  // What nobody has told us yet is proved within a minute.
  await world.pass(60_000, 1_000)
  const { callsAt, refused } = stopWatching()
  const { body: ended } = await world.call(`/v1/payment_links/${link.id}`)
  return {
    people: served,
    callsAt: callsAt.map((at) => at - start),
    refused,
    ...countPaid(world),
    link: ended,
    mostTaken,
  }
}

/** Each person has an amount of their own. */
function countPaid({ sandbox }: JoinedWorld): Pick<Served, 'paidOrders' | 'paidTwice'> {
  const paid = sandbox
    .ledger()
    .filter(({ kind }) => kind === 'payment')
    .map(({ amount }) => amount)
  return { paidOrders: paid.length, paidTwice: paid.length - new Set(paid).size }
}

function onward(text: string): string | undefined {
  return /href="([^"]+)" data-onward/.exec(text)?.[1]
}
