import assert from 'node:assert/strict'
import type { JournalEntry } from '@tael/sandbox'
import { checkBooks, type Fault } from '../support/server/books.ts'
import type { Merchant } from '../support/server/merchant.ts'
import type { Answer, Asked } from './fan-out.ts'
import type { ConcurrentWorld } from './world.ts'

/** An event, as the API shows it. */
type Event = {
  readonly id: string
  readonly type: string
  readonly sequence: number
  readonly data: Readonly<Record<string, unknown>>
}

/** What the API says about a payment; by default to the shop. */
export async function eventsOf(
  world: ConcurrentWorld,
  payment: string,
  merchant: Merchant = world.merchants.shop,
): Promise<readonly Event[]> {
  const { body } = await merchant.call('GET', `/v1/payments/${payment}/events?limit=100`)
  return (body as { readonly data: readonly Event[] }).data
}

/** How often each type of event is in the timeline. */
export async function countEvents(
  world: ConcurrentWorld,
  payment: string,
  ...types: readonly string[]
): Promise<readonly number[]> {
  const events = await eventsOf(world, payment)
  return types.map((wanted) => events.filter(({ type }) => type === wanted).length)
}

/** The numbers under which the gateway may know a payment's orders. */
export async function attemptsOf(
  world: ConcurrentWorld,
  payment: string,
): Promise<readonly string[]> {
  const events = await eventsOf(world, payment)
  return events
    .filter(({ type }) => type === 'attempt.recorded')
    .map(({ data }) => String(data['attempt']))
}

/** The money that a payment's payers paid, and what was refunded to them, movement by movement. */
export async function moneyOf(
  world: ConcurrentWorld,
  payment: string,
): Promise<{ readonly paid: readonly number[]; readonly returned: readonly number[] }> {
  const attempts = await attemptsOf(world, payment)
  const moved = world.sandbox
    .ledger()
    .filter(({ paymentOutTradeNo }) => attempts.includes(paymentOutTradeNo))
  const amounts = (wanted: string): readonly number[] =>
    moved.filter(({ kind }) => kind === wanted).map(({ amount }) => amount)
  return { paid: amounts('payment'), returned: amounts('refund') }
}

/** The payment's webhooks of a type that came. */
export function countWebhooks(world: ConcurrentWorld, payment: string, type: string): number {
  return world.webhooks.filter(
    ({ event }) => event.type === type && event.data.event.payment === payment,
  ).length
}

/** Watches what the other side is asked for, from now on. */
export function watchJournal(world: ConcurrentWorld, path: string): readonly JournalEntry[] {
  const entries: JournalEntry[] = []
  world.sandbox.journal.subscribe((entry) => {
    if (entry.url?.endsWith(path) === true) entries.push(entry)
  })
  return entries
}

/** What was asked of all under this path. */
export function askedFor(world: ConcurrentWorld, path: RegExp): readonly Asked[] {
  return world.fanOut.asked.filter((asked) => path.test(asked.path))
}

/** How often each answer was given. */
export function tally(
  answers: readonly Answer[],
  name: (answer: Answer) => string,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[name(answer)] = (counts[name(answer)] ?? 0) + 1
  return counts
}

export function statusOf({ status }: Answer): string {
  return String(status)
}

/** The id of what was made or found, as the API says. */
export function idOf({ text }: Answer): string {
  return String((JSON.parse(text) as { readonly id?: string }).id)
}

/**
 * Lets a long time pass when nothing is on its way to a merchant: a jump over a lease would give what
 * one process is sending to another.
 */
export async function passWhenSent(world: ConcurrentWorld, ms: number): Promise<void> {
  await world.until('all webhooks are sent', async () => {
    const unsent = "select id from webhook_delivery where status = 'pending' limit 1"
    return (await world.query(unsent, [])).length === 0
  })
  await world.pass(ms)
}

/** Waits until the books agree with the money, of these payments or of all. */
export async function booksAgree(world: ConcurrentWorld, only?: readonly string[]): Promise<void> {
  let faults: readonly Fault[] = []
  try {
    await world.until('the books agree with the money', async () => {
      faults = await checkBooks(world, only)
      return faults.length === 0
    })
  } catch (error) {
    assert.deepEqual(faults, [])
    throw error
  }
}
