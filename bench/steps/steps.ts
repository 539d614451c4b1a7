import { cpuMsDuring } from '@tael/testing/cpu-time'
import { bench } from '../bench.ts'
import { useOf } from '../measure/database-use.ts'
import type { Row } from '../measure/result.ts'
import { spreadOf } from '../measure/spread.ts'
import { atOnce, untilAllIsHeard } from '../payment/load.ts'
import { installTael, type TaelSide } from '../payment/tael.ts'
import { openWorld, payerName, type World } from '../payment/world.ts'
import { beginVisit, followAway, hop, payInWechat, type Visit } from './visit.ts'

/** Longer than any bench: notifications go out when the bench says so. */
const NEVER_MS = 30 * 24 * 60 * 60_000

/** CPU time of one step, the average of a round. */
type Cost = {
  readonly server: number | undefined
  readonly postgres: number | undefined
  readonly statements: number | undefined
}

/** What each step of a payment costs: all payers take the first, then all take the second, and so on. */
export const steps = bench({
  name: 'steps',
  sizes: { rounds: 3, payments: 160, payers: 10 },
  async run({ rounds, payments, payers }, say) {
    const world = await openWorld({ payments, payers, settings: { notificationDelayMs: NEVER_MS } })
    let side: TaelSide | undefined
    try {
      side = await (await installTael(world)).start()
      const costs = new Map<string, Cost[]>()
      for (let round = 0; round <= rounds; round++) {
        say(round === 0 ? 'warming up' : `round ${round} of ${rounds}`)
        await takeAll(world, side, { payments, payers }, (step, cost) => {
          if (round > 0) costs.set(step, [...(costs.get(step) ?? []), cost])
        })
      }
      return { rows: [...costs].map(([step, all]) => rowOf(step, all)), notes: [] }
    } finally {
      await side?.stop()
      await world.close()
    }
  },
})

async function takeAll(
  { postgres, sandbox }: World,
  side: TaelSide,
  { payments, payers }: { readonly payments: number; readonly payers: number },
  note: (step: string, cost: Cost) => void,
): Promise<void> {
  const visits: Visit[] = []
  const each = (work: (visit: Visit) => Promise<Visit>): Promise<void> =>
    atOnce(payers, payments, async (number) => {
      visits[number] = await work(visits[number] ?? beginVisit('', ''))
    })
  const step = async (name: string, work: () => Promise<void>): Promise<void> => {
    let ms: number | undefined
    const use = await useOf(postgres, side.database, async () => {
      ms = await cpuMsDuring(side.pid, work)
    })
    const share = (all: number | undefined): number | undefined => all && all / payments
    note(name, { server: share(ms), postgres: share(use.cpuMs), statements: share(use.statements) })
  }

  await step('POST /v1/payments', () =>
    atOnce(payers, payments, async (number) => {
      visits[number] = beginVisit(await side.createPayment(), payerName(number % payers))
    }),
  )
  await step('pay page', () => each(hop))
  await each((visit) => followAway(visit, side.origin))
  await step('back from authorizing', () => each(hop))
  await each((visit) => payInWechat(sandbox, visit))
  await step('notification, enquiry, webhook', async () => {
    const waiting = sandbox.notifications.list().filter(({ state }) => state === 'waiting')
    await atOnce(payers, waiting.length, async (number) => {
      await sandbox.notifications.redeliver(waiting[number]?.id ?? 0)
    })
    await untilAllIsHeard(sandbox, side)
  })
  await step('return page', () => each(hop))
}

function rowOf(step: string, costs: readonly Cost[]): Row {
  return {
    what: step,
    unit: '',
    sides: {
      'server, ms': spreadOf(costs.map(({ server }) => server)),
      'PostgreSQL, ms': spreadOf(costs.map(({ postgres }) => postgres)),
      statements: spreadOf(costs.map(({ statements }) => statements)),
    },
    ratios: {},
  }
}
