import assert from 'node:assert/strict'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { mostWithin, watchCalls } from '../../support/gateway-calls.ts'
import type { Merchant } from '../../support/server/merchant.ts'
import { createPayer } from '../../support/server/payer.ts'
import { booksAgree, eventsOf, passWhenSent, watchJournal } from '../look.ts'
import { openPayment } from '../pay.ts'
import { KIOSK_LIMIT, type ConcurrentWorld } from '../world.ts'

/** An hour after any account's hour of the night. */
const UNTIL_SIX_IN_THE_MORNING = 18 * HOUR_MS
const UNPAID = 3
const WATCHED_MS = 50 * SECOND_MS
const CUSTOMERS = 6

/** Nobody pays, and the schedule of every process sees it. */
export async function enquireOnSchedule(world: ConcurrentWorld): Promise<void> {
  const enquiries = watchJournal(world, '/trade/v1/query')
  const { clock } = world.sandbox
  const from = clock.now()
  const open = await Promise.all(Array.from({ length: UNPAID }, () => openPayment(world)))
  await world.until('a minute has passed', () => clock.now() - from > WATCHED_MS)
  const most = mostEnquiries(clock.now() - from)
  // A copy: more follow while we read.
  const sent = [...enquiries]
  for (const { id } of open) {
    const events = await eventsOf(world, id)
    const syssn = events.find(({ type }) => type === 'attempt.launched')?.data['syssn']
    const times = sent.filter(({ request }) =>
      request?.['syssn']?.split(',').includes(String(syssn)),
    ).length
    assert.ok(times > 0 && times <= most, `asked ${times} times, ${most} are planned`)
  }
}

/** Three seconds after its opening, then after half of its age: as docs/flow.md has it. */
function mostEnquiries(ageMs: number): number {
  let count = 0
  for (let at = 3 * SECOND_MS; at <= ageMs; at += Math.max(3 * SECOND_MS, at / 2)) count += 1
  return count
}

/** Two nights pass, and every process sees that the hour has come. */
export async function reconcileOnceANight(world: ConcurrentWorld): Promise<void> {
  await booksAgree(world)
  const merchants = Object.values(world.merchants)
  const days = async (merchant: Merchant): Promise<readonly string[]> => {
    const { body } = await merchant.call('GET', '/v1/reconciliations')
    const { data } = body as { readonly data: readonly { to: string; status: string }[] }
    return data.filter(({ status }) => status === 'completed').map(({ to }) => to)
  }
  // An account without an hour would get one in the night that follows.
  const unplanned = 'select id from account where reconcile_at is null'
  await world.until('each account has its hour', async () => {
    return (await world.query(unplanned, [])).length === 0
  })
  for (const nights of [1, 2]) {
    await passWhenSent(world, nights === 1 ? UNTIL_SIX_IN_THE_MORNING : 24 * HOUR_MS)
    for (const merchant of merchants) {
      await world.until(`night ${nights} is reconciled`, async () => {
        return (await days(merchant)).length >= nights
      })
    }
  }
  for (const merchant of merchants) {
    const { body } = await merchant.call('GET', '/v1/reconciliations')
    const { data } = body as { readonly data: readonly { id: string; cause: string }[] }
    assert.deepEqual(await days(merchant), ['2026-03-03T16:00:00.000Z', '2026-03-02T16:00:00.000Z'])
    assert.equal(data.length, 2)
  }
  const told = (): number =>
    world.webhooks.filter(({ event }) => event.type === 'reconciliation.completed').length
  await world.until('the merchants are told', () => told() >= 2 * merchants.length)
  assert.equal(told(), 2 * merchants.length)
}

/** More customers than an account may serve in a second, at every process. */
export async function stayWithinLimit(world: ConcurrentWorld): Promise<void> {
  const { per_second: perSecond, per_minute: perMinute } = KIOSK_LIMIT
  const { requestsPerSecond, requestsPerMinute } = world.sandbox.settings.get()
  world.sandbox.settings.change({ requestsPerSecond: perSecond, requestsPerMinute: perMinute })
  try {
    await serveCustomers(world)
  } finally {
    // It holds for the whole sandbox, and the trials that follow need more.
    world.sandbox.settings.change({ requestsPerSecond, requestsPerMinute })
  }
}

async function serveCustomers(world: ConcurrentWorld): Promise<void> {
  const { kiosk } = world.merchants
  const { per_second: perSecond, per_minute: perMinute } = KIOSK_LIMIT
  const stopWatching = watchCalls(world.sandbox)
  const send = authorizeTogether(CUSTOMERS)
  const payments = await Promise.all(
    Array.from({ length: CUSTOMERS }, async () => {
      const { id, url } = await kiosk.createPayment()
      const payer = createPayer(world.sandbox, { send })
      await payer.open(url)
      await payer.confirm()
      return id
    }),
  )
  await world.until(
    'every customer has paid',
    async () => {
      const statuses = payments.map(async (id) => (await kiosk.getPayment(id)).status)
      return (await Promise.all(statuses)).every((status) => status === 'succeeded')
    },
    { inRealTime: true },
  )
  const { callsAt, refused } = stopWatching()
  assert.ok(callsAt.length > 2 * CUSTOMERS)
  assert.ok(mostWithin(callsAt, SECOND_MS) <= perSecond)
  assert.ok(mostWithin(callsAt, MINUTE_MS) <= perMinute)
  assert.equal(refused, 0)
}

/** Nobody comes back from authorizing before all do. */
function authorizeTogether(customers: number): typeof fetch {
  const { promise: allAreThere, resolve } = Promise.withResolvers<undefined>()
  let waiting = 0
  return async (input, init) => {
    const request = new Request(input, init)
    if (request.url.includes('/authorized/')) {
      waiting += 1
      if (waiting === customers) resolve(undefined)
      await allAreThere
    }
    return fetch(request)
  }
}
