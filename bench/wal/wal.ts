import pg from 'pg'
import { bench } from '../bench.ts'
import type { BenchPostgres } from '../measure/bench-postgres.ts'
import type { Row } from '../measure/result.ts'
import { spreadOf } from '../measure/spread.ts'
import { payAll } from '../payment/load.ts'
import { installTael, type TaelSide } from '../payment/tael.ts'
import { openWorld } from '../payment/world.ts'

/** What is below goes into one line. */
const MIN_BYTES = 300

type Written = {
  readonly relation: string
  readonly kind: 'table' | 'index' | 'neither'
  readonly records: number
  readonly bytes: number
}

/** What a payment writes into PostgreSQL's log, by the table or index that a record changes. */
export const wal = bench({
  name: 'wal',
  sizes: { payments: 200, payers: 10 },
  async run({ payments, payers }, say) {
    const world = await openWorld({ payments, payers })
    let side: TaelSide | undefined
    try {
      if (!(await canLook(world.postgres))) return { rows: [], notes: [NOBODY_LOOKED] }
      side = await (await installTael(world)).start()
      say('warming up')
      await payAll(world.sandbox, side, { payments, payers })
      const from = await endOfLog(world.postgres)
      say(`making ${payments} payments`)
      await payAll(world.sandbox, side, { payments, payers })
      const written = await readLog(world.postgres, side, from)
      return { rows: rowsOf(written, payments), notes: [] }
    } finally {
      await side?.stop()
      await world.close()
    }
  },
})

const NOBODY_LOOKED = 'This PostgreSQL has no pg_walinspect (it comes with 15): nobody looked.'

async function canLook({ query }: BenchPostgres): Promise<boolean> {
  const found = await query(`select from pg_available_extensions where name = 'pg_walinspect'`)
  if (found.length > 0) await query('create extension pg_walinspect')
  return found.length > 0
}

async function endOfLog({ query }: BenchPostgres): Promise<string> {
  const [row] = await query<{ end: string }>('select pg_current_wal_insert_lsn()::text as end')
  return row?.end ?? ''
}

/** By the first block that a record names: the table's, or the index's. */
const RECORDS = `select coalesce(substring(block_ref from 'rel \\d+/\\d+/(\\d+)'), '') as file,
    count(*)::float8 as records, sum(record_length)::float8 as bytes
  from pg_get_wal_records_info($1, $2) group by 1`
const RELATIONS = `select pg_relation_filenode(oid)::text as file, relname as relation,
    case relkind when 'i' then 'index' else 'table' end as kind
  from pg_class where relkind in ('r', 'i')`

async function readLog(
  postgres: BenchPostgres,
  { databaseUrl }: TaelSide,
  from: string,
): Promise<readonly Written[]> {
  const to = await endOfLog(postgres)
  const files = await postgres.query<Pick<Written, 'records' | 'bytes'> & { file: string }>(
    RECORDS,
    [from, to],
  )
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<Pick<Written, 'relation' | 'kind'> & { file: string }>(
      RELATIONS,
    )
    const known = new Map(rows.map((row) => [row.file, row]))
    return files.map(({ file, records, bytes }) => {
      const { relation = 'commits and all else', kind = 'neither' } = known.get(file) ?? {}
      return { relation, kind, records, bytes }
    })
  } finally {
    await client.end()
  }
}

function rowsOf(written: readonly Written[], payments: number): readonly Row[] {
  const row = (what: string, some: readonly Written[]): Row => {
    const sum = (of: (one: Written) => number): number =>
      some.reduce((total, one) => total + of(one), 0) / payments
    return {
      what,
      unit: '',
      sides: {
        records: spreadOf([sum(({ records }) => records)]),
        bytes: spreadOf([sum(({ bytes }) => bytes)]),
      },
      ratios: {},
    }
  }
  const large = written
    .filter(({ bytes }) => bytes / payments >= MIN_BYTES)
    .toSorted((one, other) => other.bytes - one.bytes)
  return [
    ...large.map((one) => row(one.relation, [one])),
    row(
      'all others',
      written.filter((one) => !large.includes(one)),
    ),
    row(
      'rows of all tables',
      written.filter(({ kind }) => kind === 'table'),
    ),
    row(
      'entries of all indexes',
      written.filter(({ kind }) => kind === 'index'),
    ),
    row('all', written),
  ]
}
