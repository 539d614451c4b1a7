import { globSync } from 'node:fs'
import { join } from 'node:path'
import { postgresBinaries } from '@tael/testing/postgres-binaries'
import { startPostgres } from '@tael/testing/postgres-server'
import pg from 'pg'

/** As safe as a server is that keeps money's books; and no checkpoint writes whole pages meanwhile. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  autovacuum: 'on',
  deadlock_timeout: '1s',
  checkpoint_timeout: '1h',
  max_wal_size: '4GB',
}

/** A PostgreSQL of the bench's own, and who watches it without being counted. */
export type BenchPostgres = {
  readonly version: string
  readonly countsStatements: boolean
  readonly createDatabase: (name: string) => Promise<string>
  readonly query: <Row>(statement: string, values?: readonly unknown[]) => Promise<readonly Row[]>
  readonly close: () => Promise<void>
}

export async function openBenchPostgres(): Promise<BenchPostgres> {
  const countsStatements = hasStatementStatistics()
  const server = await startPostgres({
    ...SETTINGS,
    ...(countsStatements && { shared_preload_libraries: 'pg_stat_statements' }),
  })
  const watcher = new pg.Client({ connectionString: server.url })
  await watcher.connect()
  const query = async <Row>(
    statement: string,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> => (await watcher.query<object>(statement, [...values])).rows as Row[]
  if (countsStatements) await query('create extension pg_stat_statements')
  const [shown] = await query<{ server_version: string }>('show server_version')
  return {
    version: shown?.server_version ?? '',
    countsStatements,
    query,
    async createDatabase(name) {
      await query(`create database ${name}`)
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.href
    },
    async close() {
      await watcher.end()
      await server.stop()
    },
  }
}

/** The library belongs to the server; one from npm comes without. */
function hasStatementStatistics(): boolean {
  const libraries = join(postgresBinaries(), '..', 'lib')
  return globSync(`${libraries}/{.,postgresql}/pg_stat_statements.*`).length > 0
}
