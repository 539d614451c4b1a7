import type { Database } from '../database/database.ts'
import { writeUses, type KeyUse } from './api-key-store.ts'

/** Remembers when API keys are used, without delaying requests. */
export type KeyUses = {
  readonly note: (use: KeyUse) => void
  /** Writes all noted uses in one statement. Throws if the database does not answer. */
  readonly write: () => Promise<void>
}

/** A process that dies loses the uses since the last `write`, up to a minute. */
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
