import type { Database } from '../database/database.ts'
import { writeUses, type KeyUse } from './api-key-store.ts'

/** Remembers when API keys are used, beside the requests and never in their way. */
export type KeyUses = {
  readonly note: (use: KeyUse) => void
  /** Writes what was noted, all in one statement. Throws when the database does not answer. */
  readonly write: () => Promise<void>
}

/** A process that dies loses what it has noted since the last `write`: a minute of it. */
export function createKeyUses(deps: { readonly database: Pick<Database, 'db'> }): KeyUses {
  let noted = new Map<string, KeyUse>()

  return {
    note(use) {
      noted.set(use.id, use)
    },
    async write() {
      if (noted.size === 0) return
      const writing = noted
      noted = new Map()
      try {
        await writeUses(deps.database.db, [...writing.values()])
      } catch (error) {
        noted = new Map([...writing, ...noted])
        throw error
      }
    },
  }
}
