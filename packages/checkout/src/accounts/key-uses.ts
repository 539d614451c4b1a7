import type { PeriodicWork } from '../database/background-work.ts'
import type { Database } from '../database/database.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { writeUses, type KeyUse } from './api-key-store.ts'

/** Remembers when API keys are used, without delaying requests. */
export type KeyUses = {
  readonly note: (use: KeyUse) => void
  /** Writes all noted uses in one statement. Throws if the database does not answer. */
  readonly write: () => Promise<void>
}

export const keyUseWork: PeriodicWork<{ readonly keyUses: KeyUses }> = {
  name: 'key-use',
  everyMs: MINUTE_MS,
  run: ({ keyUses }) => keyUses.write(),
  isLastAct: true,
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
