import assert from 'node:assert/strict'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type { Database, DatabaseRuntime } from '../../src/database/database.ts'
import type { Tables } from '../../src/database/schema.ts'
import type { StatementResult } from './sessions.ts'

/** What a `Database` sends its statements to. */
export type StatementPool = {
  readonly connect: () => Promise<{
    readonly query: (sql: string, values: readonly unknown[]) => Promise<StatementResult>
    readonly release: () => void
  }>
}

/** The interface that checkout knows, over anything between it and a migrated database. */
export function overStatements(pool: StatementPool, runtime: DatabaseRuntime): Database {
  const dialect = new PostgresDialect({
    // Kysely's own type asks for cursors as well, which nothing here opens.
    pool: { ...pool, end: () => Promise.resolve() } as unknown as PostgresPool,
  })
  return {
    ...runtime,
    db: new Kysely<Tables>({ dialect }),
    engine: 'postgres',
    migrate: () => Promise.resolve([]),
    connections: () => ({ used: 0, idle: 0, waiting: 0 }),
    backup: () => assert.fail(),
    restore: () => Promise.reject(new Error('There is no place to restore into')),
    missingMigrations: () => Promise.resolve([]),
    maintain: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
