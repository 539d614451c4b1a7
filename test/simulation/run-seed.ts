import { HOUR_MS } from '@tael/testing/durations'
import type { Sessions } from '../../packages/checkout/test/support/sessions.ts'
import { employApprover } from './approvers.ts'
import { costSince, readCost, type Cost } from './cost.ts'
import { changeEndpoint } from './endpoints.ts'
import { judge, judgeUnaided, type Broken } from './invariants/invariants.ts'
import { paysLast } from './last-payer.ts'
import { hangPoster } from './link-payers.ts'
import {
  createBill,
  endStuckRefunds,
  followPayment,
  openMerchant,
  reconcile,
  repeatAll,
} from './merchants.ts'
import { operate, verifyAuditLog } from './operators.ts'
import { outlastOutage } from './outage.ts'
import { PAYERS, actAsPayer } from './payers.ts'
import { MAX_DURATION_MS, readPendingWork } from './pending-work.ts'
import { replaceCredential } from './replace-credential.ts'
import { dropOlderSecret, rollSecret } from './roll-secret.ts'
import { createWorld, type Merchant, type World } from './world.ts'

/** The result of a seed. */
export type SeedResult = {
  readonly seed: number
  readonly payments: number
  /** How payments ended, and attempts and refunds, by name. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  readonly broken: readonly Broken[]
  readonly steps: number
  readonly cost: Cost
  readonly digest: string
  readonly trace: readonly string[]
}

const MAX_LEAP_MS = 60_000

/** How often so many payers come at once that everything queues; such a run costs as much as twenty. */
const RUSH = 0.005
const MANY = 100

/** What is loaded at its first use takes other turns of the event loop then: this seed has them. */
const WARM_UP = 0
const warm = new WeakSet<Sessions>()

/** Runs one seed from an empty database to its end, and judges what it left. */
export async function runSeed(
  sessions: Sessions,
  seed: number,
  {
    isTraced = false,
    isWarmed = true,
  }: {
    readonly isTraced?: boolean
    /** False where nobody compares this run with another, step by step. */
    readonly isWarmed?: boolean
  } = {},
): Promise<SeedResult> {
  if (isWarmed && !warm.has(sessions)) {
    warm.add(sessions)
    await runSeed(sessions, WARM_UP)
  }
  const before = readCost(sessions)
  await empty(sessions)
  const world = createWorld(seed, sessions, isTraced)
  const broken: Broken[] = []
  try {
    await live(world)
    broken.push(...(await judge(world)))
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    broken.push({ invariant: 'nothing-left-undone', detail })
  } finally {
    world.processes.stopAll()
    world.sandbox.close()
    await world.schedule.untilStill()
  }
  return {
    seed,
    payments: Number(
      (await world.database.look('select count(*)::int as n from payment'))[0]?.['n'],
    ),
    outcomes: await outcomesOf(world),
    faults: Object.fromEntries(world.faults.counts),
    broken,
    steps: world.schedule.steps(),
    cost: costSince(sessions, before),
    digest: world.schedule.digest(),
    trace: world.schedule.trace,
  }
}

/** Truncated and not deleted from: the next seed must find the tables as the first one did. */
async function empty({ execute }: Sessions): Promise<void> {
  const { rows } = await execute(
    `select string_agg(quote_ident(table_name), ', ' order by table_name) as names
     from information_schema.tables
     where table_schema = 'public' and table_name not like 'schema_migration%'`,
  )
  await execute(`truncate ${String(rows[0]?.['names'])} cascade`)
  // The one row that migrations leave: without it the audit log has no chain.
  await execute(`insert into audit_chain (sequence, hash) values (0, '')`)
}

async function live(world: World): Promise<void> {
  const { schedule, faults, processes } = world
  const random = world.randomFor('people')
  const from = schedule.now()
  const first = processes.start()
  const merchants: Merchant[] = []
  await untilDone(world, async () => {
    await employApprover(world)
    for (let count = random.pick([1, 1, 1, 2]); count > 0; count--) {
      merchants.push(await openMerchant(world, first.addAccount, random))
    }
  })
  if (random.chance(0.5)) processes.start()
  faults.start(schedule.now())
  const pace = world.randomFor('pace')
  schedule.leap = () => {
    const kind = pace.next()
    if (kind < 0.25) return 0
    if (kind < 0.5) return pace.whole(0, 3_000)
    // Nobody would notice more of it: a server that polls a thousand times finds nothing more often.
    return kind < 0.6 ? pace.whole(3_000, 40_000) : schedule.untilSomebodyWakes()
  }
  await untilDone(world, async () => {
    const few = random.whole(3, 8)
    const bills = world.randomFor('queue').chance(RUSH) ? MANY : few
    await Promise.all([
      ...Array.from({ length: bills }, (_, index) =>
        openBooks(world, random.pick(merchants), world.randomFor(`bill ${index}`)),
      ),
      operate(world, random.pick(merchants), world.randomFor('operator')),
      changeEndpoint(world, random.pick(merchants), world.randomFor('endpoints')),
      replaceCredential(world, merchants, world.randomFor('credentials')),
      rollSecret(world, world.randomFor('secrets')),
      hangPoster(
        world,
        world.randomFor('poster').pick(merchants),
        world.randomFor('poster payers'),
      ),
    ])
  })
  faults.stop()
  // What lives only in a process must not be needed.
  processes.replaceAll()
  schedule.leap = () => 0
  await untilDone(world, () =>
    paysLast(world, random.pick(merchants), world.randomFor('last payer')),
  )
  await drain(world)
  world.evidence.broken.push(...(await judgeUnaided(world)))
  if (random.chance(0.5)) {
    await untilDone(world, async () => {
      for (const merchant of merchants) await endStuckRefunds(world, merchant)
    })
    await drain(world)
  }
  if (world.randomFor('outage').chance(0.05)) {
    schedule.leap = schedule.untilSomebodyWakes
    await untilDone(world, () => outlastOutage(world, random.pick(merchants), from))
    await drain(world)
  }
  // The first may mend what nobody could learn otherwise; after the second nothing may be left.
  await reconcileAll(world, merchants, from)
  await untilDone(world, async () => {
    for (const merchant of merchants) await repeatAll(world, merchant)
    await dropOlderSecret(world)
  })
  await reconcileAll(world, merchants, from)
  await untilDone(world, () => verifyAuditLog(world))
}

async function reconcileAll(
  world: World,
  merchants: readonly Merchant[],
  from: number,
): Promise<void> {
  await untilDone(world, async () => {
    for (const merchant of merchants) await reconcile(world, merchant, from)
  })
  await drain(world)
}

async function openBooks(
  world: World,
  merchant: Merchant,
  random: ReturnType<World['randomFor']>,
): Promise<void> {
  const owner = { name: 'merchant', isDead: false }
  await world.schedule.sleep(owner, random.whole(0, 60_000))
  const bill = await createBill(world, merchant, random)
  if (bill === undefined) return
  const [first, second] = [random.pick(PAYERS), random.pick(PAYERS)]
  const payers = random.chance(0.25) ? [first, second] : [first]
  await Promise.all([
    ...payers.map((id) => actAsPayer(world, bill, { id, random })),
    followPayment(world, merchant, { bill, random }),
  ])
}

/** Runs the schedule until the people have done what they came for. */
async function untilDone(world: World, work: () => Promise<void>): Promise<void> {
  const state: { isDone: boolean; error?: unknown } = { isDone: false }
  work().then(
    () => (state.isDone = true),
    (error: unknown) => Object.assign(state, { isDone: true, error }),
  )
  await world.schedule.run(() => state.isDone)
  if (state.error !== undefined)
    throw new Error('People did what they cannot', { cause: state.error })
}

/** Nothing goes wrong any more; time passes, in leaps to the next due thing, until nothing is due. */
async function drain(world: World): Promise<void> {
  const { schedule } = world
  const until = schedule.now() + MAX_DURATION_MS
  const pace = world.randomFor('drain')
  await schedule.run(async () => {
    const left = await readPendingWork(world)
    if (left.length === 0) return true
    if (schedule.now() >= until) {
      throw new Error(`Left undone: ${left.map(({ what }) => what).join(', ')}`)
    }
    const next = Math.min(schedule.now() + HOUR_MS * 24, ...left.map(({ dueAt }) => dueAt))
    // Due work that nothing holds waits for a worker: each second of that is like the last.
    schedule.leap = () =>
      next > schedule.now() ? next - schedule.now() : pace.whole(0, MAX_LEAP_MS)
    return false
  })
}

async function outcomesOf(world: World): Promise<Record<string, number>> {
  const rows = await world.database.look(
    `select 'payment ' || status || case when reviews = '[]' then '' else ', in review' end as what, count(*)::int as n from payment group by 1
     union all select 'attempt ' || status, count(*)::int from attempt group by 1
     union all select 'refund ' || cause || ' ' || status, count(*)::int from refund group by 1`,
  )
  return Object.fromEntries(rows.map((row) => [String(row['what']), Number(row['n'])]))
}
