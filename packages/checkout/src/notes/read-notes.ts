import type { Runtime } from '../runtime.ts'
import { listNotes } from './note-store.ts'
import type { Note } from './note.ts'

const ALL = 1000

/** A payment's notes, oldest first. */
export async function readNotes(
  deps: Pick<Runtime, 'database'>,
  paymentId: string,
): Promise<readonly Note[]> {
  return listNotes(deps.database.db, paymentId, ALL)
}
