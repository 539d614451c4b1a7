import { cpuMsOf } from '@tael/testing/cpu-time'
import { openFleet, type Fleet } from '../../test/support/server/fleet.ts'
import type { Merchant } from '../../test/support/server/merchant.ts'
import { bench } from '../bench.ts'
import { useOf } from '../measure/database-use.ts'
import { interleave } from '../measure/interleave.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { payAll, type Load } from '../payment/load.ts'
import { addMerchant, OPERATOR_KEY, sellInTurn } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'

const DATABASE = 'bench_processes'
const PROCESSES = { '4 processes': 4, '2 processes': 2, 'one process': 1 } as const

/** What one payment has cost. */
type Round = {
  readonly serversMs: number | undefined
  readonly postgresMs: number | undefined
  readonly statements: number | undefined
  readonly wallMs: number
}

/** What a payment costs when several processes share the work, one database and one balancer. */
export const processes = bench({
  name: 'processes',
  sizes: { rounds: 3, payments: 100, payers: 10 },
  async run({ rounds, payments, payers }, say) {
    const world = await openWorld({ payments, payers })
    let fleet: Fleet | undefined
    try {
      fleet = await openFleet({
        places: Math.max(...Object.values(PROCESSES)),
        databaseUrl: await world.postgres.createDatabase(DATABASE),
        extraEnv: { TAEL_OPERATOR_KEY: OPERATOR_KEY },
      })
      const { balancer } = fleet
      await fleet.start(0)
      const merchants = await Promise.all(
        world.merchants.map((_, number) => addMerchant(world, balancer.url, number)),
      )
      await fleet.stop(0)
      const shop = { world, fleet, merchants }
      const measured = await interleave(PROCESSES, {
        rounds,
        say,
        measure: (count) => measure(shop, count, { payments, payers }),
      })
      return { rows: compareRounds(measured, FIGURES), notes: [] }
    } finally {
      await fleet?.close()
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Round>[] = [
  { what: 'CPU of the servers, a payment', unit: 'ms', of: ({ serversMs }) => serversMs },
  { what: 'CPU of PostgreSQL, a payment', unit: 'ms', of: ({ postgresMs }) => postgresMs },
  { what: 'statements a payment', unit: '', of: ({ statements }) => statements },
  { what: 'payments a second', unit: '', of: ({ wallMs }) => 1000 / wallMs },
]

async function measure(
  {
    world,
    fleet,
    merchants,
  }: {
    readonly world: World
    readonly fleet: Fleet
    readonly merchants: readonly Merchant[]
  },
  count: number,
  load: Load,
): Promise<Round> {
  const places = Array.from({ length: count }, (_, place) => place)
  for (const place of places) await fleet.start(place)
  try {
    // A young process costs more: Node compiles what it runs often.
    await payAll(world.sandbox, sellInTurn(world, merchants), load)
    const before = cpuMsOfAll(fleet)
    const startedAt = performance.now()
    const use = await useOf(world.postgres, DATABASE, () =>
      payAll(world.sandbox, sellInTurn(world, merchants), load),
    )
    const wallMs = performance.now() - startedAt
    const after = cpuMsOfAll(fleet)
    const each = (value: number | undefined): number | undefined => value && value / load.payments
    return {
      serversMs: before === undefined || after === undefined ? undefined : each(after - before),
      postgresMs: each(use.cpuMs),
      statements: each(use.statements),
      wallMs: wallMs / load.payments,
    }
  } finally {
    for (const place of places) await fleet.stop(place)
  }
}

function cpuMsOfAll(fleet: Fleet): number | undefined {
  const all = fleet.pids().map(cpuMsOf)
  return all.reduce((sum, ms) => (sum === undefined || ms === undefined ? undefined : sum + ms), 0)
}
