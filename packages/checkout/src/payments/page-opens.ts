import type { Database } from '../database/database.ts'
import type { PeriodicWork } from '../database/work.ts'
import { SECOND_MS } from '../platform/durations.ts'
import { createNoted, type Noted } from '../platform/noted.ts'
import { writeOpened } from './payment-write-store.ts'

export const pageOpensWork: PeriodicWork<{ readonly pageOpens: Noted<Date> }> = {
  name: 'page-opens',
  // Most payers have authorized by then, and their payments need no such note.
  everyMs: 30 * SECOND_MS,
  run: ({ pageOpens }) => pageOpens.write(),
  isLastAct: true,
}

export function createPageOpens({
  database,
}: {
  readonly database: Pick<Database, 'db'>
}): Noted<Date> {
  return createNoted({
    join: (earlier: Date) => earlier,
    write: (opened) => writeOpened(database.db, opened),
  })
}
