import { HOUR_MS } from '@tael/testing/durations'
import type { Bench } from '../bench.ts'
import type { BenchPostgres } from '../measure/bench-postgres.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { payAll } from '../payment/load.ts'
import { signIn } from '../payment/sign-in.ts'
import { installTael, type TaelSide } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'
import { copyRows } from './copy-rows.ts'

/** So much smaller is the database that the other one is compared with. */
const TIMES = 20
/** Really paid; all others are copies. */
const ORIGINALS = 8
/** How far the copies are apart: all of them are of this month, so that nothing is old enough to be deleted. */
const EVERY_MS = 100_000
/** The hour whose payments are asked for, before now. */
const HOURS = [2, 1] as const
/** Of that hour, too. */
const MIN_COPIES = 80

/** Blocks of eight kilobytes that PostgreSQL has looked at, for each call. */
type Round = ReadonlyMap<string, number>
type Call = { readonly what: string; readonly make: () => Promise<unknown> }

/** What a call costs PostgreSQL when the shop is young, and when it has twenty times as many payments. */
export const growth: Bench = {
  name: 'growth',
  sizes: { rounds: 5, payments: 200_000 },
  async run({ rounds = 1, payments = 1 }, say) {
    const measured: Record<string, readonly Round[]> = {}
    for (const size of [payments, Math.ceil(payments / TIMES)]) {
      const all = await measure(size, rounds, say)
      if (all === undefined) return { rows: [], notes: [NOBODY_COUNTED] }
      measured[`${size.toLocaleString('en')} payments`] = all
    }
    const [first] = Object.values(measured)
    const figures = [...(first?.[0]?.keys() ?? [])].map((what): Figure<Round> => ({
      what,
      unit: 'blocks',
      of: (round) => round.get(what),
    }))
    return { rows: compareRounds(measured, figures), notes: [] }
  },
}

const NOBODY_COUNTED = 'This PostgreSQL has no pg_stat_statements: nobody counted.'

/** The rounds with so many payments; undefined where the server does not count. */
async function measure(
  size: number,
  rounds: number,
  say: (line: string) => void,
): Promise<readonly Round[] | undefined> {
  const world = await openWorld({ payments: ORIGINALS, payers: 1 })
  let side: TaelSide | undefined
  try {
    if (!world.postgres.countsStatements) return undefined
    side = await openGrown(world, size, say)
    const calls = await callsOf(world, side)
    const all: Round[] = []
    for (let round = 0; round <= rounds; round++) {
      say(`${size} payments, round ${round} of ${rounds}`)
      const counted = new Map<string, number>()
      for (const { what, make } of calls) {
        counted.set(what, await blocksOf(world.postgres, side.database, make))
      }
      if (round > 0) all.push(counted)
    }
    return all
  } finally {
    await side?.stop()
    await world.close()
  }
}

async function openGrown(
  world: World,
  payments: number,
  say: (line: string) => void,
): Promise<TaelSide> {
  const installed = await installTael(world)
  const young = await installed.start()
  await payAll(world.sandbox, young, { payments: ORIGINALS, payers: 1 })
  // What it has in memory is written when it stops.
  await young.stop()
  const copies = Math.max(Math.ceil(payments / ORIGINALS) - 1, MIN_COPIES)
  say(`copying ${ORIGINALS} payments ${copies} times`)
  await copyRows({ connectionString: installed.databaseUrl }, { copies, everyMs: EVERY_MS })
  return installed.start()
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

const BLOCKS = `select coalesce(sum(shared_blks_hit + shared_blks_read), 0)::float8 as blocks
  from pg_stat_statements join pg_database on dbid = pg_database.oid where datname = $1`

async function blocksOf(
  postgres: BenchPostgres,
  database: string,
  make: () => Promise<unknown>,
): Promise<number> {
  const count = async (): Promise<number> =>
    (await postgres.query<{ blocks: number }>(BLOCKS, [database]))[0]?.blocks ?? 0
  const before = await count()
  await make()
  return (await count()) - before
}
