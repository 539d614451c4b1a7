import type { Database } from '@tael/checkout'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import { inOpenTransaction } from './evidence.ts'
import type { StatementPool } from './gated-database.ts'

/** The face that checkout knows, over gates; it knows when code runs that a transaction waits for. */
export function overGates(
  pool: StatementPool,
  runtime: Pick<Database, 'clock' | 'random' | 'log'>,
): Database {
  const dialect = new PostgresDialect({
    // Kysely's own type asks for cursors as well, which nothing here opens.
    pool: { ...pool, end: () => Promise.resolve() } as unknown as PostgresPool,
  })
  const db: Database['db'] = new Kysely({ dialect })
  const transaction = db.transaction.bind(db)
  const marked: typeof db.transaction = () => {
    const builder = transaction()
    const execute = builder.execute.bind(builder)
    builder.execute = (work) => execute((trx) => inOpenTransaction.run(true, () => work(trx)))
    return builder
  }
  db.transaction = marked
  return {
    ...runtime,
    db,
    engine: 'postgres',
    migrate: () => Promise.resolve([]),
    maintain: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
