import type { Page } from '../database/page.ts'
import type { Runtime } from '../runtime.ts'
import { listNotes } from './note-store.ts'
import type { Note } from './note.ts'

const ALL = 1000

/** A payment's notes, oldest first. */
export async function readNotes(
  deps: Pick<Runtime, 'database'>,
  paymentId: string,
): Promise<readonly Note[]> {
  return (await listNotes(deps.database.db, paymentId, { limit: ALL })).notes
}

/** A page of them. */
export async function readNotePage(
  deps: Pick<Runtime, 'database'>,
  paymentId: string,
  page: Page,
): Promise<{ readonly notes: readonly Note[]; readonly hasMore: boolean }> {
  return listNotes(deps.database.db, paymentId, page)
}
