import type { Deps } from '../deps.ts'
import { firstDueAt } from './attempt-store.ts'
import { firstDeadline } from './payment-store.ts'

/** When the enquiry that is due first is due; undefined when none is planned. */
export async function readFirstEnquiry(deps: Pick<Deps, 'database'>): Promise<Date | undefined> {
  return firstDueAt(deps.database.db, 'enquire_at')
}

/** When the open payment expires that expires first; undefined when none is open. */
export async function readFirstDeadline(deps: Pick<Deps, 'database'>): Promise<Date | undefined> {
  return firstDeadline(deps.database.db)
}

/** When the order that is to be closed first is due; undefined when none is to be closed. */
export async function readFirstClosing(deps: Pick<Deps, 'database'>): Promise<Date | undefined> {
  return firstDueAt(deps.database.db, 'close_at')
}
