import { cpuMsDuring } from '@tael/testing/cpu-time'
import { waitUntil } from '@tael/testing/patience'
import { createPayer, type Payer } from '../../test/support/server/payer.ts'
import { bench } from '../bench.ts'
import { useOf } from '../measure/database-use.ts'
import { interleave } from '../measure/interleave.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { atOnce, type Load } from '../payment/load.ts'
import type { Side } from '../payment/side.ts'
import { installTael } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'
import { openRowInserter, type RowInserter } from './insert-rows.ts'
import { sendAll } from './send-notifications.ts'

/** Longer than any bench: notifications go out when the bench says so. */
const NEVER_MS = 30 * 24 * 60 * 60_000
/** As many as Tael has. */
const CONNECTIONS = 10
/** An insert is so short that a round of as many would show nothing. */
const INSERTS_FOR_ONE = 10

/** What a burst took, each. */
type Burst = {
  readonly aSecond: number
  readonly serverMs: number | undefined
  readonly postgresMs: number | undefined
}

/** A burst while QFPay answers no enquiry, what followed when it did, and a burst with all that follows. */
type Round = {
  readonly intake: Burst
  readonly following?: Burst
  readonly whole: Burst
}

/** Notifications that are acknowledged because they are durable, beside one insert of the row they leave. */
export const notification = bench({
  name: 'notification',
  sizes: { rounds: 5, payments: 400, payers: 16 },
  async run({ rounds, payments, payers }, say) {
    let answers = Promise.withResolvers<undefined>()
    const world = await openWorld({
      payments,
      payers,
      settings: { notificationDelayMs: NEVER_MS },
      beforeAnswer: async ({ url }) => {
        if (url.includes('/query')) await answers.promise
      },
    })
    let tael: Side | undefined
    let inserter: RowInserter | undefined
    try {
      const side = await (await installTael(world)).start()
      tael = side
      const half = { payments: Math.ceil(payments / 2), payers }
      const notify = async (): Promise<Round> => {
        answers.resolve(undefined)
        const alone = await openBurst(world, side, half)
        answers = Promise.withResolvers()
        const intake = await alone.send()
        const following = await alone.follow(() => answers.resolve(undefined))
        const together = await openBurst(world, side, half)
        return { intake, following, whole: await together.sendAndFollow() }
      }
      say('keeping the first ones')
      await notify()
      const rows = await openRowInserter(side.databaseUrl, CONNECTIONS)
      inserter = rows
      const insert = async (): Promise<Round> => {
        const burst = await insertAll(world, side, {
          rows,
          times: payments * INSERTS_FOR_ONE,
          payers,
        })
        return { intake: burst, whole: burst }
      }
      const measured = await interleave(
        { Tael: notify, 'one insert': insert },
        {
          rounds,
          say,
          measure: (work) => work(),
        },
      )
      return {
        rows: [
          ...compareRounds(measured, FIGURES),
          ...compareRounds({ Tael: measured.Tael }, OF_WHAT_FOLLOWS),
        ],
        notes: [`PostgreSQL ${world.postgres.version}, fsync on.`],
      }
    } finally {
      answers.resolve(undefined)
      await inserter?.close()
      await tael?.stop()
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Round>[] = [
  { what: 'durable a second', unit: '', of: ({ intake }) => intake.aSecond },
  { what: 'with all that follows', unit: '', of: ({ whole }) => whole.aSecond },
  { what: 'CPU of the process, each', unit: 'ms', of: ({ intake }) => intake.serverMs },
  { what: 'CPU of PostgreSQL, each', unit: 'ms', of: ({ intake }) => intake.postgresMs },
]
const OF_WHAT_FOLLOWS: readonly Figure<Round>[] = [
  {
    what: 'CPU of the process for what follows',
    unit: 'ms',
    of: ({ following }) => following?.serverMs,
  },
  {
    what: 'CPU of PostgreSQL for what follows',
    unit: 'ms',
    of: ({ following }) => following?.postgresMs,
  },
]

/** Payers have paid for orders that Tael has made, and QFPay has not notified yet. */
async function openBurst(
  { postgres, sandbox }: World,
  side: Side,
  { payments, payers }: Load,
): Promise<{
  readonly send: () => Promise<Burst>
  readonly follow: (begin: () => void) => Promise<Burst>
  readonly sendAndFollow: () => Promise<Burst>
}> {
  const sent = sandbox.notifications.list().length
  const ready: Payer[] = []
  await atOnce(payers, payments, async (_, name) => {
    const payer = createPayer(sandbox, { name })
    await payer.open(await side.createPayment())
    ready.push(payer)
  })
  await Promise.all(ready.map((payer) => payer.confirm()))
  const waiting = sandbox.notifications.list().slice(sent)
  const measure = async (
    work: () => Promise<void>,
    thenWork: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Burst> => {
    let ms = 0
    let serverMs: number | undefined
    const { cpuMs } = await useOf(postgres, side.database, async () => {
      serverMs = await cpuMsDuring(side.pid, async () => {
        const startedAt = performance.now()
        await work()
        ms = performance.now() - startedAt
        await thenWork()
      })
    })
    return burstOf(waiting.length, { ms, serverMs, postgresMs: cpuMs })
  }
  const send = (): Promise<void> => sendAll(waiting, payers)
  const follow = (): Promise<void> =>
    waitUntil('all webhooks', () => side.hasTold()).then(() => undefined)
  return {
    send: () => measure(send),
    follow: (begin) =>
      measure(() => {
        begin()
        return follow()
      }),
    sendAndFollow: () => measure(send, follow),
  }
}

async function insertAll(
  { postgres }: World,
  { database }: Side,
  {
    rows,
    times,
    payers,
  }: { readonly rows: RowInserter; readonly times: number; readonly payers: number },
): Promise<Burst> {
  let ms = 0
  let serverMs = 0
  const { cpuMs } = await useOf(postgres, database, async () => {
    const before = process.cpuUsage()
    const startedAt = performance.now()
    await atOnce(payers, times, () => rows.insert())
    ms = performance.now() - startedAt
    const { user, system } = process.cpuUsage(before)
    serverMs = (user + system) / 1000
  })
  return burstOf(times, { ms, serverMs, postgresMs: cpuMs })
}

function burstOf(
  times: number,
  all: {
    readonly ms: number
    readonly serverMs: number | undefined
    readonly postgresMs: number | undefined
  },
): Burst {
  const each = (value: number | undefined): number | undefined => value && value / times
  return {
    aSecond: (times * 1000) / all.ms,
    serverMs: each(all.serverMs),
    postgresMs: each(all.postgresMs),
  }
}
