import type { Database } from '../database/database.ts'
import type { PeriodicWork } from '../database/work.ts'
import { SECOND_MS } from '../platform/durations.ts'
import { createNoted, type Noted } from '../platform/noted.ts'
import { addOpens } from './link-store.ts'

/** How often links were opened, by their ids. */
export type LinkOpens = Noted<number>

export const linkOpensWork: PeriodicWork<{ readonly linkOpens: LinkOpens }> = {
  name: 'link-opens',
  everyMs: 5 * SECOND_MS,
  run: ({ linkOpens }) => linkOpens.write(),
  isLastAct: true,
}

export function createLinkOpens({
  database,
}: {
  readonly database: Pick<Database, 'db'>
}): LinkOpens {
  return createNoted({
    join: (earlier: number, later) => earlier + later,
    write: (opens) => addOpens(database.db, opens),
  })
}
