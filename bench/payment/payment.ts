import { cpuMsDuring } from '@tael/testing/cpu-time'
import { bench } from '../bench.ts'
import { rowsOf, useOf, type DatabaseUse, type Rows } from '../measure/database-use.ts'
import { byName, interleave } from '../measure/interleave.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { installHandWritten } from './hand-written.ts'
import { payAll, type Load } from './load.ts'
import type { Side } from './side.ts'
import { installTael } from './tael.ts'
import { openWorld, type World } from './world.ts'

/** What one payment has cost, on the average of a round. */
type Round = Omit<DatabaseUse, 'cpuMs'> & {
  readonly serverMs: number | undefined
  readonly postgresMs: number | undefined
  readonly wallMs: number
}

/** From POST /v1/payments to the merchant's webhook: Tael with all its safety, and a handler without any. */
export const payment = bench({
  name: 'payment',
  sizes: { rounds: 5, payments: 100, payers: 10, warm: 2_000 },
  async run({ rounds, payments, payers, warm }, say) {
    const warmUps = Math.ceil(warm / payments)
    const world = await openWorld({ payments, payers })
    const sides: Side[] = []
    try {
      for (const install of [installTael, installHandWritten]) {
        sides.push(await (await install(world)).start())
      }
      const measured = await interleave(byName(sides), {
        rounds,
        warmUps,
        say,
        measure: (side) => measure(world, side, { payments, payers }),
      })
      const rows: Record<string, readonly Rows[]> = {}
      for (const side of sides) {
        await side.stop()
        rows[side.name] = [await rowsOfPayment(world, side, (warmUps + rounds) * payments)]
      }
      return {
        rows: [...compareRounds(measured, FIGURES), ...compareRounds(rows, ROW_FIGURES)],
        notes: [
          `PostgreSQL ${world.postgres.version}, fsync on. Commits and rows are those of all rounds.`,
          ...(world.postgres.countsStatements
            ? []
            : ['This PostgreSQL has no pg_stat_statements, so nobody counted statements.']),
        ],
      }
    } finally {
      await Promise.all(sides.map((side) => side.stop()))
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Round>[] = [
  { what: 'CPU of the server, a payment', unit: 'ms', of: ({ serverMs }) => serverMs },
  { what: 'CPU of PostgreSQL, a payment', unit: 'ms', of: ({ postgresMs }) => postgresMs },
  { what: 'CPU of both, a payment', unit: 'ms', of: bothMs },
  { what: 'payments a CPU second of both', unit: '', of: (round) => aSecond(bothMs(round)) },
  { what: 'payments a second', unit: '', of: ({ wallMs }) => aSecond(wallMs) },
  { what: 'statements a payment', unit: '', of: ({ statements }) => statements },
  { what: 'explicit transactions a payment', unit: '', of: ({ transactions }) => transactions },
  {
    what: 'writing transactions a payment',
    unit: '',
    of: ({ writingTransactions }) => writingTransactions,
  },
  { what: 'WAL a payment', unit: 'bytes', of: ({ walBytes }) => walBytes },
]
const ROW_FIGURES: readonly Figure<Rows>[] = [
  { what: 'commits a payment', unit: '', of: ({ commits }) => commits },
  { what: 'rows inserted a payment', unit: '', of: ({ inserted }) => inserted },
  { what: 'rows updated a payment', unit: '', of: ({ updated }) => updated },
]

async function measure({ postgres, sandbox }: World, side: Side, load: Load): Promise<Round> {
  let spentMs: number | undefined
  const startedAt = performance.now()
  const use = await useOf(postgres, side.database, async () => {
    spentMs = await cpuMsDuring(side.pid, () => payAll(sandbox, side, load))
  })
  const { payments } = load
  const each = (value: number | undefined): number | undefined => value && value / payments
  return {
    serverMs: each(spentMs),
    postgresMs: each(use.cpuMs),
    wallMs: (performance.now() - startedAt) / payments,
    statements: each(use.statements),
    transactions: each(use.transactions),
    writingTransactions: use.writingTransactions / payments,
    walBytes: use.walBytes / payments,
  }
}

function bothMs({ serverMs, postgresMs }: Round): number | undefined {
  return serverMs === undefined || postgresMs === undefined ? undefined : serverMs + postgresMs
}

function aSecond(ms: number | undefined): number | undefined {
  return ms === undefined || ms === 0 ? undefined : 1000 / ms
}

async function rowsOfPayment(
  { postgres }: World,
  { database, rowsBefore }: Side,
  payments: number,
): Promise<Rows> {
  const { inserted, updated, commits } = await rowsOf(postgres, database)
  return {
    inserted: (inserted - rowsBefore.inserted) / payments,
    updated: (updated - rowsBefore.updated) / payments,
    commits: (commits - rowsBefore.commits) / payments,
  }
}
