import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuMsDuring } from '@tael/testing/cpu-time'
import { percentile } from '@tael/testing/percentile'
import { openEmbedded } from '../../packages/checkout/test/support/embedded.ts'
import { bench } from '../bench.ts'
import { copyRows } from '../growth/copy-rows.ts'
import { byName, interleave } from '../measure/interleave.ts'
import { memoryMbOf } from '../measure/memory.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { payAll } from '../payment/load.ts'
import { prepareTael, type TaelServer } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'

/** Really paid; all others are copies. */
const ORIGINALS = 8
/** How far the copies are apart: all of them are of this month, so that nothing is old enough to be deleted. */
const EVERY_MS = 10_000
const CREATED = 100
const PAID = 8

/** A shop whose database is a directory. */
type Shop = { readonly name: string; readonly start: () => Promise<TaelServer> }

type Round = {
  readonly listensMs: number
  readonly idleMb: number | undefined
  /** The answers to a merchant's server. */
  readonly createdMs: readonly number[]
  /** Of a whole payment. */
  readonly cpuMs: number | undefined
}

/** What the embedded database costs when the shop is young, and when it has many payments. */
export const embedded = bench({
  name: 'embedded',
  sizes: { rounds: 3, payments: 100_000 },
  async run({ rounds, payments }, say) {
    const world = await openWorld({ payments: ORIGINALS, payers: 1 })
    const home = await mkdtemp(join(tmpdir(), 'tael-bench-'))
    try {
      const shops: Shop[] = []
      for (const size of [payments, Math.ceil(payments / 10), ORIGINALS]) {
        say(`making a shop of ${size} payments`)
        const directory = join(home, String(shops.length))
        shops.push(await openShop(world, { directory, size }))
      }
      const measured = await interleave(byName(shops), {
        rounds,
        say,
        measure: (shop) => measure(world, shop),
      })
      return { rows: compareRounds(measured, FIGURES), notes: [] }
    } finally {
      await rm(home, { recursive: true, force: true })
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Round>[] = [
  { what: 'start until it listens', unit: 's', of: ({ listensMs }) => listensMs / 1000 },
  { what: 'memory idle', unit: 'MB', of: ({ idleMb }) => idleMb },
  {
    what: 'POST /v1/payments, half of all within',
    unit: 'ms',
    of: ({ createdMs }) => percentile(createdMs, 50),
  },
  {
    what: 'POST /v1/payments, 95 of 100 within',
    unit: 'ms',
    of: ({ createdMs }) => percentile(createdMs, 95),
  },
  { what: 'CPU of a whole payment', unit: 'ms', of: ({ cpuMs }) => cpuMs && cpuMs / PAID },
]

async function openShop(
  world: World,
  { directory, size }: { readonly directory: string; readonly size: number },
): Promise<Shop> {
  const start = await prepareTael(world, { extraEnv: { TAEL_DATA: directory } })
  const young = await start()
  await payAll(world.sandbox, young, { payments: ORIGINALS, payers: 1 })
  // What it has in memory is written when it stops.
  await young.stop()
  await copyInto(directory, Math.ceil(size / ORIGINALS) - 1)
  return { name: `${Math.max(size, ORIGINALS).toLocaleString('en')} payments`, start }
}

async function copyInto(directory: string, copies: number): Promise<void> {
  const engine = await openEmbedded({ directory })
  try {
    await copyRows(engine.poolConfig, { copies, everyMs: EVERY_MS })
  } finally {
    await engine.close()
  }
}

async function measure({ sandbox }: World, { start }: Shop): Promise<Round> {
  const startedAt = performance.now()
  const server = await start()
  try {
    const listensMs = performance.now() - startedAt
    const idleMb = memoryMbOf(server.pid)
    const createdMs: number[] = []
    for (let number = 0; number < CREATED; number++) {
      const from = performance.now()
      await server.merchant.createPayment()
      createdMs.push(performance.now() - from)
    }
    const cpuMs = await cpuMsDuring(server.pid, () =>
      payAll(sandbox, server, { payments: PAID, payers: 1 }),
    )
    return { listensMs, idleMb, createdMs, cpuMs }
  } finally {
    await server.stop()
  }
}
