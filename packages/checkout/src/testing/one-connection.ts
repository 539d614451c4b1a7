import { openAsBlob } from 'node:fs'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'
import { COLUMN_TYPES } from '../database/column-types.ts'
import type { Database, DatabaseRuntime } from '../database/database.ts'
import { openEmbedded } from '../database/embedded.ts'
import type { Tables } from '../database/schema.ts'
import { testRun } from '../../../../test/support/test-run.ts'
import { makeTemplate } from './database.ts'

/** What a statement answers, as far as Kysely looks at it. */
export type StatementResult = {
  readonly command: string
  readonly rowCount: number | null
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** A migrated database in memory and its one connection, for a test that lets statements go one by one. */
export type OneConnection = {
  readonly execute: (sql: string, values?: readonly unknown[]) => Promise<StatementResult>
  readonly close: () => Promise<void>
}

/** What a `Database` sends its statements to. */
export type StatementPool = {
  readonly connect: () => Promise<{
    readonly query: (sql: string, values: readonly unknown[]) => Promise<StatementResult>
    readonly release: () => void
  }>
}

export async function openOneConnection(): Promise<OneConnection> {
  const { templatePath } = testRun
  const template = templatePath === undefined ? makeTemplate() : openAsBlob(templatePath)
  const embedded = await openEmbedded({ memory: true }, await template)
  const pool = new pg.Pool({
    ...embedded.poolConfig,
    max: 1,
    idleTimeoutMillis: 0,
    types: COLUMN_TYPES,
  })
  const client = await pool.connect()
  // Nothing here outlives the process, so nothing has to reach a disk.
  await client.query('set synchronous_commit to off')
  let last: Promise<unknown> = Promise.resolve()
  const names = new Map<string, string>()
  const nameOf = (sql: string): string => {
    const name = names.get(sql) ?? `s${names.size}`
    names.set(sql, name)
    return name
  }
  return {
    // Prepared once each: a simulation sends the same few statements many thousand times.
    execute(sql, values = []) {
      const answer = last.then(() =>
        client.query({ name: nameOf(sql), text: sql, values: [...values] }),
      )
      last = answer.catch(() => undefined)
      return answer
    },
    async close() {
      client.release()
      await pool.end()
      await embedded.close()
    },
  }
}

/** The face that checkout knows, over whatever stands between it and the one connection. */
export function overStatements(pool: StatementPool, runtime: DatabaseRuntime): Database {
  const dialect = new PostgresDialect({
    // Kysely's own type asks for cursors as well, which nothing here opens.
    pool: { ...pool, end: () => Promise.resolve() } as unknown as PostgresPool,
  })
  return {
    ...runtime,
    db: new Kysely<Tables>({ dialect }),
    engine: 'pglite',
    migrate: () => Promise.resolve([]),
    maintain: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
