import pg from 'pg'
import { bench } from '../bench.ts'
import type { Row } from '../measure/result.ts'
import { spreadOf } from '../measure/spread.ts'
import { payAll } from '../payment/load.ts'
import { installTael } from '../payment/tael.ts'
import { openWorld } from '../payment/world.ts'

/** Bytes of a table: its rows, with the room that is left among them, and its indexes. */
type Size = { readonly table: string; readonly rows: number; readonly indexes: number }

const SIZES = `select relname as table,
  pg_table_size(oid)::float8 as rows, pg_indexes_size(oid)::float8 as indexes
  from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`

/** What a payment adds to each table. */
export const disk = bench({
  name: 'disk',
  sizes: { payments: 1_000, payers: 20 },
  async run({ payments, payers }, say) {
    const world = await openWorld({ payments, payers })
    const side = await (await installTael(world)).start()
    const watcher = new pg.Client({ connectionString: side.databaseUrl })
    const sizes = async (): Promise<readonly Size[]> => (await watcher.query<Size>(SIZES)).rows
    try {
      await watcher.connect()
      const before = new Map((await sizes()).map((size) => [size.table, size]))
      say(`making ${payments} payments`)
      await payAll(world.sandbox, side, { payments, payers })
      // What is still in memory, such as exchanges, is written when the server stops.
      await side.stop()
      const grown = (await sizes())
        .map(({ table, rows, indexes }) => ({
          table,
          rows: (rows - (before.get(table)?.rows ?? 0)) / payments,
          indexes: (indexes - (before.get(table)?.indexes ?? 0)) / payments,
        }))
        .filter(({ rows, indexes }) => rows + indexes >= 1)
        .toSorted((one, other) => other.rows + other.indexes - one.rows - one.indexes)
      const all = {
        table: 'all',
        rows: grown.reduce((sum, { rows }) => sum + rows, 0),
        indexes: grown.reduce((sum, { indexes }) => sum + indexes, 0),
      }
      return {
        rows: [...grown, all].map(rowOf),
        notes: [`PostgreSQL ${world.postgres.version}. A page is 8192 bytes.`],
      }
    } finally {
      await watcher.end()
      await side.stop()
      await world.close()
    }
  },
})

function rowOf({ table, rows, indexes }: Size): Row {
  return {
    what: table,
    unit: 'bytes',
    sides: {
      rows: spreadOf([rows]),
      indexes: spreadOf([indexes]),
      both: spreadOf([rows + indexes]),
    },
    ratios: {},
  }
}
