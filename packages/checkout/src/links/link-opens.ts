import type { PeriodicWork } from '../database/background-work.ts'
import type { Database } from '../database/database.ts'
import { SECOND_MS } from '../platform/durations.ts'
import { addOpens } from './link-store.ts'

/** Counts how often links are opened, without a row or a statement for each. */
export type LinkOpens = {
  readonly note: (linkId: string) => void
  /** Adds what was noted in one statement. Throws if the database does not answer. */
  readonly write: () => Promise<void>
}

export const linkOpensWork: PeriodicWork<{ readonly linkOpens: LinkOpens }> = {
  name: 'link-opens',
  everyMs: 5 * SECOND_MS,
  run: ({ linkOpens }) => linkOpens.write(),
  isLastAct: true,
}

/** A process that dies loses what it has counted since the last `write`. */
export function createLinkOpens(deps: { readonly database: Pick<Database, 'db'> }): LinkOpens {
  let noted = new Map<string, number>()
  const add = (id: string, times: number): void => void noted.set(id, (noted.get(id) ?? 0) + times)
  return {
    note: (linkId) => add(linkId, 1),
    async write() {
      if (noted.size === 0) return
      const writing = noted
      noted = new Map()
      try {
        await addOpens(deps.database.db, writing)
      } catch (error) {
        for (const [id, times] of writing) add(id, times)
        throw error
      }
    },
  }
}
