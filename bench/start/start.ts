import { cpuMsOf } from '@tael/testing/cpu-time'
import { bench } from '../bench.ts'
import { byName, interleave } from '../measure/interleave.ts'
import { memoryMbOf } from '../measure/memory.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { installHandWritten } from '../payment/hand-written.ts'
import { payAll } from '../payment/load.ts'
import type { Installed, Side } from '../payment/side.ts'
import { installTael } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'

type Round = {
  readonly listensMs: number
  readonly paidMs: number
  readonly cpuMs: number | undefined
  readonly idleMb: number | undefined
  readonly paidMb: number | undefined
}

/** From starting the process to the first payment that everybody has heard of. */
export const start = bench({
  name: 'start',
  sizes: { rounds: 5 },
  async run({ rounds }, say) {
    const world = await openWorld({ payments: 1, payers: 1 })
    try {
      const installed = [await installTael(world), await installHandWritten(world)]
      const measured = await interleave(byName(installed), {
        rounds,
        say,
        measure: (one) => measure(world, one),
      })
      return {
        rows: compareRounds(measured, FIGURES),
        notes: [
          'From source, as everything here; what is published needs no types taken out of it.',
          'The database is there and migrated, Node has compiled the sources before.',
        ],
      }
    } finally {
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Round>[] = [
  { what: 'start until it listens', unit: 's', of: ({ listensMs }) => listensMs / 1000 },
  { what: 'start until the first payment', unit: 's', of: ({ paidMs }) => paidMs / 1000 },
  { what: 'CPU of it', unit: 's', of: ({ cpuMs }) => cpuMs && cpuMs / 1000 },
  { what: 'memory idle', unit: 'MB', of: ({ idleMb }) => idleMb },
  { what: 'memory after the payment', unit: 'MB', of: ({ paidMb }) => paidMb },
]

async function measure({ sandbox }: World, installed: Installed): Promise<Round> {
  const startedAt = performance.now()
  let side: Side | undefined
  try {
    side = await installed.start()
    const listensMs = performance.now() - startedAt
    const idleMb = memoryMbOf(side.pid)
    await payAll(sandbox, side, { payments: 1, payers: 1 })
    return {
      listensMs,
      paidMs: performance.now() - startedAt,
      cpuMs: cpuMsOf(side.pid),
      idleMb,
      paidMb: memoryMbOf(side.pid),
    }
  } finally {
    await side?.stop()
  }
}
