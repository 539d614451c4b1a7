import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** What must be another in each row. */
const OWN = ['id', 'digest']

/** Inserts copies of a row that Tael has kept, one statement each, by the driver that Tael uses. */
export type RowInserter = {
  readonly insert: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Into a table like Tael's, with its indexes, in the same database. */
export async function openRowInserter(
  databaseUrl: string,
  connections: number,
): Promise<RowInserter> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  await pool.query('create table bench_notification (like notification including all)')
  const { fields } = await pool.query('select * from notification limit 0')
  const columns = fields.map(({ name }) => name)
  // As texts, whatever their types: so they are sent, and so they are stored again.
  const { rows } = await pool.query<Record<string, string | null>>(
    `select ${columns.map((name) => `${name}::text`).join(', ')} from notification limit 1`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('Tael has kept no notification yet')
  const places = columns.map((_, index) => `$${index + 1}`)
  const statement = {
    name: 'insert',
    text: `insert into bench_notification (${columns.join(', ')}) values (${places.join(', ')})`,
  }
  return {
    async insert() {
      const values = columns.map((name) => (OWN.includes(name) ? randomUUID() : row[name]))
      await pool.query({ ...statement, values })
    },
    close: () => pool.end(),
  }
}
