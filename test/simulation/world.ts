import {
  createCheckout,
  createLog,
  type Checkout,
  type Clock,
  type NewAccount,
} from '@tael/checkout'
import { createSandbox, type Sandbox } from '@tael/sandbox'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tael/testing/durations'
import { createRandom, type Random } from '@tael/testing/random'
import { overStatements } from '../../packages/checkout/test/support/over-statements.ts'
import type { Sessions } from '../../packages/checkout/test/support/sessions.ts'
import { CHECKOUT, GATEWAY, OFFICIAL_ACCOUNTS, SHOP } from '../support/joined-parties.ts'
import { createFaults, type Faults } from './faults.ts'
import { createGatedDatabase, type GatedDatabase } from './gated-database.ts'
import {
  askServer,
  broken,
  createGatedNetwork,
  type Answered,
  type GatedNetwork,
  type Sent,
} from './gated-network.ts'
import { markTransactions } from './mark-transactions.ts'
import { collectObservations, type Observations } from './observations.ts'
import { createProcesses, type Process, type Processes } from './processes.ts'
import { createSchedule, type Owner, type Schedule } from './schedule.ts'
import { createShop } from './shop.ts'
import { countScenario, createWatcher, judgeGatewayAnswer } from './watch.ts'

/** A merchant of the run: what it is like, and its key. */
export type Merchant = {
  readonly accountId: string
  /** The newest: an operator may roll it. */
  apiKey: string
  readonly account: NewAccount
}

/** Checkout and sandbox in one process; a seed controls everything between them. */
export type World = {
  readonly seed: number
  readonly schedule: Schedule
  readonly faults: Faults
  readonly database: GatedDatabase
  readonly network: GatedNetwork
  readonly processes: Processes
  readonly sandbox: Sandbox
  readonly evidence: Observations
  /** In some runs QFPay never notifies anybody: what is not asked is not learned. */
  readonly isUnnotified: boolean
  /** TAEL_SECRET of the servers that start from now on, the newest first. */
  secrets: readonly [string, ...string[]]
  readonly randomFor: (purpose: string) => Random
}

/** Names and keys that nobody may come to read. */
export const PLANTED = {
  secret: 'the secret of this server, planted to be found',
  newSecret: 'the next secret of this server, planted to be found',
  operatorKey: 'the key of operators, planted to be found',
  name: 'Wong Siu Planted',
  idNumber: '440101199001019999',
}

/** A year of QFPay's clock, whose midnight is four in the afternoon of the day before. */
const YEAR = 2026
const MIDNIGHT_HOUR = -8

export function createWorld(seed: number, sessions: Sessions, isTraced: boolean): World {
  const randomFor = (purpose: string): Random => createRandom(seed, purpose)
  const evidence = collectObservations()
  const startAt = startOf(randomFor)
  const schedule = createSchedule({ random: randomFor('schedule'), startAt, isTraced })
  const faults = createFaults(randomFor('faults'))
  const database = createGatedDatabase({ sessions, schedule, faults })

  const route = async (sent: Sent): Promise<Answered> => {
    const { origin } = sent.url
    if (origin === CHECKOUT) return askServer(processes.serve, sent)
    if (origin === SHOP) return askServer(shop, sent)
    if (origin !== GATEWAY) throw broken()
    countScenario(faults, sent)
    const answer = await askServer((request) => sandbox.fetch(request), sent)
    judgeGatewayAnswer({ evidence }, sent, answer)
    return answer
  }
  const watcher = createWatcher({ evidence, schedule, database: () => database })
  const network = createGatedNetwork({ schedule, faults, watcher, route })
  const shop = createShop({ schedule, faults, evidence })
  const sandbox = openSandbox({ schedule, network, random: randomFor('sandbox') })
  const manners = randomFor('manners')
  sandbox.settings.change({
    monthBindsSyssns: manners.chance(0.5),
    pageSize: manners.pick(['counts', 'counts', 'ignored', 'ignored-unsaid']),
    signReplies: manners.chance(0.5),
    replyShape: manners.pick(['flat', 'data']),
    replyNumbers: manners.pick(['captured', 'documented']),
    enquiryOfUnknown: manners.pick(['empty-list', '1136', '1268']),
  })
  const isUnnotified = randomFor('notifications').chance(0.3)
  if (isUnnotified) sandbox.faults.add({ effect: { kind: 'notify', how: 'lost' }, times: null })

  const random = randomFor('checkout')
  const clocks = randomFor('clocks')
  const processes = createProcesses({
    schedule,
    random: randomFor('processes'),
    abandon: database.abandon,
    open: (process) =>
      openCheckout(process, {
        schedule,
        database,
        network,
        random,
        evidence,
        now: clockOf(schedule, clocks),
        secrets: world.secrets,
      }),
  })
  const world: World = {
    seed,
    schedule,
    faults,
    database,
    network,
    processes,
    sandbox,
    evidence,
    isUnnotified,
    secrets: [PLANTED.secret],
    randomFor,
  }
  return world
}

/** Any minute of the year. Now and then a month ends while people pay, and now and then QFPay's day. */
function startOf(randomFor: World['randomFor']): number {
  const random = randomFor('start')
  const kind = random.next()
  const before = random.whole(1, 90) * MINUTE_MS
  if (kind < 0.25) return Date.UTC(YEAR, random.whole(1, 12), 1, MIDNIGHT_HOUR) - before
  const midnight = Date.UTC(YEAR, 0, random.whole(1, 365), MIDNIGHT_HOUR)
  // Refunds are asked for around midnight then, so that QFPay's night is met.
  if (kind < 0.5) return midnight - before
  return midnight + Math.floor(random.next() * DAY_MS)
}

/** How far a server's clock is off, so that two differ by a second at most. */
export const MAX_OFF_MS = 500

/** A server's clock: in some runs wrong, and set while it runs. */
function clockOf({ now }: Schedule, random: Random): () => number {
  if (random.chance(0.5)) return now
  const [before, after] = [random, random].map((from) => from.whole(-MAX_OFF_MS, MAX_OFF_MS))
  const setAt = now() + random.whole(0, HOUR_MS)
  return () => now() + ((now() < setAt ? before : after) ?? 0)
}

function openCheckout(
  process: Process,
  world: Pick<World, 'schedule' | 'database' | 'network' | 'evidence' | 'secrets'> & {
    readonly random: Random
    readonly now: () => number
  },
): Checkout {
  const { schedule, random, evidence, now } = world
  const { owner } = process
  const clock: Clock = {
    now: () => new Date(now()),
    sleep: (ms, signal) => schedule.sleep(owner, ms, signal),
  }
  const log = createLog({
    clock,
    level: 'debug',
    write(line) {
      if (!owner.isDead) evidence.log.push(line)
    },
  })
  const runtime = { clock, random: random.next, log }
  const fetch = world.network.fetchFor(process)
  return createCheckout({
    ...runtime,
    database: markTransactions(overStatements(world.database.over(process), runtime)),
    publicUrl: CHECKOUT,
    secrets: world.secrets,
    operatorKey: PLANTED.operatorKey,
    fetch,
    webhooks: { fetch, allowPrivate: false },
    randomBytes: random.bytes,
  })
}

/** What the gateway does later: a payment that finishes, a notification that it repeats. */
export const GATEWAY_OWNER: Owner = { name: 'gateway', isDead: false }

function openSandbox(world: {
  readonly schedule: Schedule
  readonly network: GatedNetwork
  readonly random: Random
}): Sandbox {
  const { schedule, network, random } = world
  return createSandbox({
    clock: {
      now: schedule.now,
      after(ms, task) {
        const taken = new AbortController()
        void schedule.sleep(GATEWAY_OWNER, ms, taken.signal).then(task, () => undefined)
        return () => taken.abort()
      },
      advance: () => Promise.reject(new Error('Time is moved by the schedule')),
    },
    random: random.next,
    fetch: network.fetchFor({ owner: GATEWAY_OWNER }),
    payers: ['mei', 'ka-ho', 'siu-ming', 'li-na', 'lok'].map((id) => ({
      id,
      name: `Payer ${id}`,
      ...(id === 'li-na' && { paysIn: { currency: 'CNY', rate: '0.92' } }),
    })),
    settings: {
      // Counted in real time, of which a run has none.
      notificationTimeoutMs: HOUR_MS,
      notificationDelayMs: random.pick([0, 0, 500, 5_000]),
      queryOrder: random.pick(['newest-first', 'oldest-first']),
      expiredOrderRespcd: random.pick(['1181', '1143']),
      refusedRefundKeeps: random.pick(['nothing', 'number', 'row']),
    },
    officialAccounts: [...OFFICIAL_ACCOUNTS],
  })
}
