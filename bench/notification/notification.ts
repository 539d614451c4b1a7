import { cpuMsDuring } from '@tael/testing/cpu-time'
import { createPayer, type Payer } from '../../test/support/server/payer.ts'
import type { Bench } from '../bench.ts'
import { useOf } from '../measure/database-use.ts'
import { interleave } from '../measure/interleave.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { atOnce, untilAllIsHeard, type Load } from '../payment/load.ts'
import type { Side } from '../payment/side.ts'
import { installTael } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'
import { openRowInserter, type RowInserter } from './insert-rows.ts'

/** Longer than any bench: notifications go out when the bench says so. */
const NEVER_MS = 30 * 24 * 60 * 60_000
/** As many as Tael has. */
const CONNECTIONS = 10
/** An insert is so short that a round of as many would show nothing. */
const INSERTS_FOR_ONE = 10

type Round = {
  readonly aSecond: number
  readonly serverMs: number | undefined
  readonly postgresMs: number | undefined
}

/** Notifications that are acknowledged because they are durable, beside one insert of the row they leave. */
export const notification: Bench = {
  name: 'notification',
  sizes: { rounds: 5, payments: 100, payers: 16 },
  async run({ rounds = 1, payments = 1, payers = 1 }, say) {
    const world = await openWorld({ payments, payers, settings: { notificationDelayMs: NEVER_MS } })
    let tael: Side | undefined
    let inserter: RowInserter | undefined
    try {
      const side = await (await installTael(world)).start()
      tael = side
      const notify = (): Promise<Round> => notifyAll(world, side, { payments, payers })
      say('keeping the first ones')
      await notify()
      const rows = await openRowInserter(side.databaseUrl, CONNECTIONS)
      inserter = rows
      const insert = (): Promise<Round> =>
        insertAll(world, side, { rows, times: payments * INSERTS_FOR_ONE, payers })
      const measured = await interleave([notify, insert], {
        rounds,
        say,
        measure: (work) => work(),
      })
      return {
        rows: compareRounds(
          { Tael: measured.get(notify) ?? [], 'one insert': measured.get(insert) ?? [] },
          FIGURES,
        ),
        notes: [
          `PostgreSQL ${world.postgres.version}, fsync on.`,
          'CPU times of Tael include the enquiry and the webhook that follow each notification.',
        ],
      }
    } finally {
      await inserter?.close()
      await tael?.stop()
      await world.close()
    }
  },
}

const FIGURES: readonly Figure<Round>[] = [
  { what: 'durable a second', unit: '', of: ({ aSecond }) => aSecond },
  { what: 'CPU of the process, each', unit: 'ms', of: ({ serverMs }) => serverMs },
  { what: 'CPU of PostgreSQL, each', unit: 'ms', of: ({ postgresMs }) => postgresMs },
]

/** Payers pay for orders that Tael has made; then QFPay sends all their notifications. */
async function notifyAll(
  { postgres, sandbox }: World,
  side: Side,
  { payments, payers }: Load,
): Promise<Round> {
  const ready: Payer[] = []
  await atOnce(payers, payments, async (_, name) => {
    const payer = createPayer(sandbox, { name })
    await payer.open(await side.createPayment())
    ready.push(payer)
  })
  await Promise.all(ready.map((payer) => payer.confirm()))
  const waiting = sandbox.notifications.list().filter(({ state }) => state === 'waiting')
  let ms = 0
  let spentMs: number | undefined
  const use = await useOf(postgres, side.database, async () => {
    spentMs = await cpuMsDuring(side.pid, async () => {
      const startedAt = performance.now()
      await atOnce(payers, waiting.length, async (number) => {
        await sandbox.notifications.redeliver(waiting[number]?.id ?? 0)
      })
      ms = performance.now() - startedAt
      await untilAllIsHeard(sandbox, side)
    })
  })
  return roundOf(waiting.length, { ms, spentMs, postgresMs: use.cpuMs })
}

async function insertAll(
  { postgres }: World,
  { database }: Side,
  {
    rows,
    times,
    payers,
  }: { readonly rows: RowInserter; readonly times: number; readonly payers: number },
): Promise<Round> {
  let ms = 0
  let spentMs = 0
  const use = await useOf(postgres, database, async () => {
    const before = process.cpuUsage()
    const startedAt = performance.now()
    await atOnce(payers, times, () => rows.insert())
    ms = performance.now() - startedAt
    const { user, system } = process.cpuUsage(before)
    spentMs = (user + system) / 1000
  })
  return roundOf(times, { ms, spentMs, postgresMs: use.cpuMs })
}

function roundOf(
  times: number,
  all: {
    readonly ms: number
    readonly spentMs: number | undefined
    readonly postgresMs: number | undefined
  },
): Round {
  const each = (value: number | undefined): number | undefined => value && value / times
  return {
    aSecond: (times * 1000) / all.ms,
    serverMs: each(all.spentMs),
    postgresMs: each(all.postgresMs),
  }
}
