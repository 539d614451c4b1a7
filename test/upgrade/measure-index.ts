import { createServerDatabase } from '../../packages/checkout/test/support/database.ts'

export const ROWS = 1_000_000

/** How long an index over a million rows as long as payments takes to make: for that long nobody writes. */
export async function measureIndex(): Promise<number> {
  const { query, drop } = await createServerDatabase()
  try {
    await query(
      `create table grown as select md5(n::text) as id, 'acc_' || n % 7 as account, n as amount,
        repeat('x', 400) as contents, now() - n * interval '1 second' as created_at
        from generate_series(1, ${ROWS}) n`,
      [],
    )
    const startedAt = performance.now()
    await query('create index grown_created on grown (account, created_at desc, id)', [])
    return performance.now() - startedAt
  } finally {
    await drop()
  }
}
