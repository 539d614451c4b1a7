import { escapeIdentifier, type Pool } from 'pg'

/**
 * Indexes on tables that have grown, made while others write. PostgreSQL does that only outside of a
 * transaction, and leaves an index behind that is not valid if it is stopped.
 */
const CONCURRENTLY = /^create (?:unique )?index concurrently (\w+) on (\w+) \([^;]+;$/
const COMMENT = /^--.*\n?/gm
/** Another process makes the same index at the same moment: it is there already, or one of the two gives way. */
const OTHERS_MAKE_IT = new Set(['42P07', '23505', '40P01'])

type Index = { readonly name: string; readonly table: string; readonly statement: string }

export function isConcurrent(sql: string): boolean {
  return sql.includes('index concurrently')
}

/** For a new database, where nobody waits: in the transaction of everything else. */
export function withoutConcurrency(sql: string): string {
  return sql.replaceAll('index concurrently', 'index')
}

/**
 * Makes the indexes of a migration that are not there yet, and makes those again that somebody began and did not
 * end. Throws 55P03, as all that waits for a lock, while another process is making one.
 */
export async function buildIndexes(pool: Pool, sql: string, lockWithinMs: number): Promise<void> {
  for (const index of indexesOf(sql)) {
    while (!(await isValid(pool, index.name))) {
      try {
        await dropUnfinished(pool, index, lockWithinMs)
        await pool.query(index.statement)
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined
        if (typeof code !== 'string' || !OTHERS_MAKE_IT.has(code)) throw error
      }
    }
  }
}

function indexesOf(sql: string): readonly Index[] {
  const statements = sql
    .replaceAll(COMMENT, '')
    .split(/(?<=;)\s*/)
    .filter((statement) => statement.trim() !== '')
  return statements.map((statement) => {
    const [, name, table] = CONCURRENTLY.exec(statement.trim()) ?? []
    if (name !== undefined && table !== undefined) return { name, table, statement }
    throw new Error('Beside indexes made concurrently, a migration contains nothing')
  })
}

/** False as well if there is none. */
async function isValid(pool: Pool, name: string): Promise<boolean> {
  const { rows } = await pool.query(
    'select from pg_index where indexrelid = to_regclass($1) and indisvalid',
    [name],
  )
  return rows.length > 0
}

/** Under a lock that a process holds while it makes an index: so one that is not valid was given up. */
async function dropUnfinished(
  pool: Pool,
  { name, table }: Index,
  lockWithinMs: number,
): Promise<void> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    await client.query(`set local lock_timeout = ${lockWithinMs}`)
    await client.query(`lock table ${escapeIdentifier(table)} in share update exclusive mode`)
    const { rows } = await client.query(
      'select from pg_index where indexrelid = to_regclass($1) and not indisvalid',
      [name],
    )
    if (rows.length > 0) await client.query(`drop index ${escapeIdentifier(name)}`)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure as Error
    })
    throw error
  } finally {
    client.release(broken)
  }
}
