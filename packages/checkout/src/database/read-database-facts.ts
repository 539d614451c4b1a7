import { sql } from 'kysely'
import type { Database } from './database.ts'

/** What an operator may want to know of the database. */
export type DatabaseFacts = {
  readonly engine: Database['engine']
  /** PostgreSQL's own, such as `17.5`. */
  readonly version: string
  readonly bytes: number
  /** Of this process. */
  readonly connections: number
  /** Of everybody, and the most there can be; the embedded engine has one. */
  readonly allConnections: { readonly used: number; readonly most: number } | undefined
}

export async function readDatabaseFacts(
  database: Pick<Database, 'db' | 'engine' | 'connections'>,
): Promise<DatabaseFacts> {
  const { rows } = await sql<{ version: string; bytes: number; used: number; most: number }>`
    select
      split_part(current_setting('server_version'), ' ', 1) as version,
      pg_database_size(current_database()) as bytes,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
      current_setting('max_connections')::int as most
  `.execute(database.db)
  const [facts] = rows
  if (facts === undefined) throw new Error('The database says nothing of itself')
  const { version, bytes, used, most } = facts
  const own = database.connections()
  return {
    engine: database.engine,
    version,
    bytes,
    connections: own.used + own.idle,
    allConnections: database.engine === 'postgres' ? { used, most } : undefined,
  }
}
