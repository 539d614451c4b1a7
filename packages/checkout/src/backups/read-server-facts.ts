import { readAudit } from '../audit/read-audit.ts'
import { type DatabaseFacts, readDatabaseFacts } from '../database/read-database-facts.ts'
import { readVersion } from '../platform/read-version.ts'
import type { Runtime } from '../runtime.ts'

/** What an operator may want to know of the server. */
export type ServerFacts = {
  /** Of Tael. */
  readonly version: string
  readonly database: DatabaseFacts
  /** Through Tael, not by the database's own means. */
  readonly lastBackup: Date | undefined
}

export async function readServerFacts(deps: Pick<Runtime, 'database'>): Promise<ServerFacts> {
  const { entries } = await readAudit(deps, { action: 'backup.taken', limit: 1 })
  return {
    version: readVersion(),
    database: await readDatabaseFacts(deps.database),
    lastBackup: entries[0]?.at,
  }
}
