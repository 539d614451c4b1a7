import { cpuMsOf } from '@tael/testing/cpu-time'
import { percentile } from '@tael/testing/percentile'
import { bench } from '../bench.ts'
import { memoryMbOf } from '../measure/memory.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { atOnce, payOnce, untilAllIsHeard, type Load } from '../payment/load.ts'
import type { Side } from '../payment/side.ts'
import { installTael } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'

/** The whole time is cut into so many parts; the first one warms up. */
const PARTS = 60
/** So many at each end: what happens within seconds shows in one part. */
const COMPARED = 10
/** Enough accounts that none reaches its request limit. */
const PAYMENTS_OF_ACCOUNTS = 800

type Part = {
  /** From the merchant's request until the payer is back, of each payment. */
  readonly tookMs: readonly number[]
  readonly cpuMs: number | undefined
  readonly memoryMb: number | undefined
  readonly wallMs: number
}

/** Whether one server is as fast and as small after long work as after little. */
export const soak = bench({
  name: 'soak',
  sizes: { payments: 60_000, payers: 10 },
  async run({ payments, payers }, say) {
    const world = await openWorld({ payments: PAYMENTS_OF_ACCOUNTS, payers })
    let side: Side | undefined
    try {
      side = await (await installTael(world)).start()
      const parts: Part[] = []
      const load = { payments: Math.ceil(payments / PARTS), payers }
      for (let made = 0; made < payments; made += load.payments) {
        const part = await payPart(world, side, load)
        parts.push(part)
        say(`${made + load.payments} payments, ${part.memoryMb?.toFixed()} MB`)
      }
      const minutes = parts.reduce((sum, { wallMs }) => sum + wallMs, 0) / 60_000
      return {
        rows: compareRounds(
          {
            'last ten parts': parts.slice(-COMPARED),
            'first ten parts': parts.slice(1, 1 + COMPARED),
          },
          FIGURES,
        ),
        notes: [`${minutes.toFixed(1)} minutes in ${parts.length} parts.`],
      }
    } finally {
      await side?.stop()
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Part>[] = [
  { what: 'a payment, half of all within', unit: 'ms', of: ({ tookMs }) => percentile(tookMs, 50) },
  { what: 'a payment, 99 of 100 within', unit: 'ms', of: ({ tookMs }) => percentile(tookMs, 99) },
  {
    what: 'CPU of the server, a payment',
    unit: 'ms',
    of: ({ cpuMs, tookMs }) => cpuMs && cpuMs / tookMs.length,
  },
  { what: 'memory', unit: 'MB', of: ({ memoryMb }) => memoryMb },
  {
    what: 'payments a second',
    unit: '',
    of: ({ tookMs, wallMs }) => (tookMs.length * 1000) / wallMs,
  },
]

async function payPart({ sandbox }: World, side: Side, { payments, payers }: Load): Promise<Part> {
  const tookMs: number[] = []
  const startedAt = performance.now()
  const before = cpuMsOf(side.pid)
  await atOnce(payers, payments, async (_, name) => {
    const from = performance.now()
    await payOnce(sandbox, side, name)
    tookMs.push(performance.now() - from)
  })
  const wallMs = performance.now() - startedAt
  await untilAllIsHeard(sandbox, side)
  const after = cpuMsOf(side.pid)
  return {
    tookMs,
    cpuMs: before === undefined || after === undefined ? undefined : after - before,
    memoryMb: memoryMbOf(side.pid),
    wallMs,
  }
}
