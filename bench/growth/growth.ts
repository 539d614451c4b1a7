import { HOUR_MS } from '@tael/testing/durations'
import { bench } from '../bench.ts'
import type { BenchPostgres } from '../measure/bench-postgres.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { payAll } from '../payment/load.ts'
import { signIn } from '../payment/sign-in.ts'
import type { TaelSide } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'
import { apartMs, openGrown, ORIGINALS } from './open-grown.ts'

/** So much smaller is the database that the other one is compared with. */
const TIMES = 20
/** The hour whose payments are asked for, before now. */
const HOURS = [2, 1] as const

/** What PostgreSQL has done for a call: blocks of eight kilobytes that it looked at, and its own time. */
type Cost = { readonly blocks: number; readonly ms: number }
type Round = ReadonlyMap<string, Cost>
type Call = { readonly what: string; readonly make: () => Promise<unknown> }
/** A shop with so many payments. */
type Shop = {
  readonly payments: number
  readonly calls: readonly Call[]
  readonly costOf: (call: Call) => Promise<Cost>
  readonly close: () => Promise<void>
}

/** What a call costs PostgreSQL when the shop is young, and when it has twenty times as many payments. */
export const growth = bench({
  name: 'growth',
  sizes: { rounds: 5, payments: 200_000 },
  async run({ rounds, payments }, say) {
    const shops: Shop[] = []
    try {
      for (const size of [payments, Math.ceil(payments / TIMES)]) {
        // As many an hour in both: one shop is older.
        const shop = await openShop({ payments: size, everyMs: apartMs(payments) }, say)
        if (shop === undefined) return { rows: [], notes: [NOBODY_COUNTED] }
        shops.push(shop)
      }
      const measured: Readonly<Record<string, Round[]>> = Object.fromEntries(
        shops.map((shop) => [`${shop.payments.toLocaleString('en')} payments`, []]),
      )
      // The first one only fills what keeps things in memory.
      for (let round = 0; round <= rounds; round++) {
        say(`round ${round} of ${rounds}`)
        const costs = await askInTurn(shops)
        if (round > 0)
          Object.values(measured).forEach((all, of) => all.push(costs[of] ?? new Map()))
      }
      const names = shops[0]?.calls.map(({ what }) => what) ?? []
      return { rows: compareRounds(measured, [...names.map(blocks), ...names.map(ms)]), notes: [] }
    } finally {
      await Promise.all(shops.map((shop) => shop.close()))
    }
  },
})

const NOBODY_COUNTED = 'This PostgreSQL has no pg_stat_statements: nobody counted.'

const blocks = (what: string): Figure<Round> => ({
  what,
  unit: 'blocks',
  of: (round) => round.get(what)?.blocks,
})
const ms = (what: string): Figure<Round> => ({
  what,
  unit: 'ms',
  of: (round) => round.get(what)?.ms,
})

/** Each call in one shop and then in the other, so that a busy moment of the machine meets both. */
async function askInTurn(shops: readonly Shop[]): Promise<readonly Round[]> {
  const rounds = shops.map(() => new Map<string, Cost>())
  for (const index of shops[0]?.calls.keys() ?? []) {
    for (const [of, { calls, costOf }] of shops.entries()) {
      const call = calls[index]
      if (call !== undefined) rounds[of]?.set(call.what, await costOf(call))
    }
  }
  return rounds
}

/** Undefined where PostgreSQL does not count. */
async function openShop(
  size: { readonly payments: number; readonly everyMs: number },
  say: (line: string) => void,
): Promise<Shop | undefined> {
  const world = await openWorld({ payments: ORIGINALS, payers: 1 })
  let side: TaelSide | undefined
  const close = async (): Promise<void> => {
    await side?.stop()
    await world.close()
  }
  try {
    if (!world.postgres.countsStatements) {
      await close()
      return undefined
    }
    side = await openGrown(world, size, say)
    const { database } = side
    return {
      payments: size.payments,
      calls: await callsOf(world, side),
      costOf: ({ make }) => costOf(world.postgres, database, make),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function callsOf({ sandbox }: World, side: TaelSide): Promise<readonly Call[]> {
  const cookie = await signIn(side.origin)
  const open = (path: string) => async (): Promise<void> => {
    const response = await fetch(side.origin + path, { headers: { cookie }, redirect: 'manual' })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
  }
  const now = Date.now()
  const [from, to] = HOURS.map((hours) => new Date(now - hours * HOUR_MS).toISOString())
  const some = `created[gte]=${from}&created[lt]=${to}`
  const of = (what: string, make: () => Promise<unknown>): Call => ({ what, make })
  const { merchant } = side
  const read = (path: string) => async (): Promise<unknown> => {
    const { status, body } = await merchant.call('GET', path)
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    return body
  }
  const { data } = (await read(`/v1/payments?limit=1&${some}`)()) as {
    readonly data: readonly { readonly id: string; readonly reference: string }[]
  }
  const [{ id, reference } = { id: '', reference: '' }] = data
  const endpoints = (await read('/v1/webhook_endpoints')()) as {
    readonly data: readonly { readonly id: string }[]
  }
  const endpoint = endpoints.data[0]?.id
  const deliveries = `/v1/webhook_endpoints/${endpoint}/deliveries?limit=100`
  return [
    of('POST /v1/payments', () => merchant.createPayment()),
    of('a whole payment', () => payAll(sandbox, side, { payments: 1, payers: 1 })),
    of('GET /v1/payments/…', read(`/v1/payments/${id}`)),
    of('its timeline', read(`/v1/payments/${id}/timeline`)),
    of('100 payments', read('/v1/payments?limit=100')),
    of('100 that were paid', read('/v1/payments?limit=100&status=succeeded')),
    of('100 of an hour', read(`/v1/payments?limit=100&${some}`)),
    of('100 events', read('/v1/events?limit=100')),
    of('100 refunds of none', read('/v1/refunds?limit=100')),
    of('100 deliveries', read(deliveries)),
    of('deliveries that failed: none', read(`${deliveries}&status=failed`)),
    of('dashboard: overview', open('/dashboard')),
    of('dashboard: payments', open('/dashboard/payments')),
    of('dashboard: found by reference', open(`/dashboard/payments?q=${reference}`)),
    of('dashboard: found by nothing', open('/dashboard/payments?q=4200009999')),
    of('dashboard: a payment', open(`/dashboard/payments/${id}`)),
    of('dashboard: refunds', open('/dashboard/refunds')),
    of(
      'dashboard: webhooks of a rare type',
      open(`/dashboard/webhooks/${endpoint}?type=refund.failed`),
    ),
    of('dashboard: audit log about nobody', open('/dashboard/audit?about=nobody')),
    of('/ready', open('/ready')),
    of('the tasks, in a second', () => new Promise((resolve) => setTimeout(resolve, 1_000))),
  ]
}

const COST = `select coalesce(sum(shared_blks_hit + shared_blks_read), 0)::float8 as blocks,
    coalesce(sum(total_exec_time), 0)::float8 as ms
  from pg_stat_statements join pg_database on dbid = pg_database.oid where datname = $1`
const NOTHING: Cost = { blocks: 0, ms: 0 }

async function costOf(
  postgres: BenchPostgres,
  database: string,
  make: () => Promise<unknown>,
): Promise<Cost> {
  const read = async (): Promise<Cost> =>
    (await postgres.query<Cost>(COST, [database]))[0] ?? NOTHING
  const before = await read()
  await make()
  const after = await read()
  return { blocks: after.blocks - before.blocks, ms: after.ms - before.ms }
}
