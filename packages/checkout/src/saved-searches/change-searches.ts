import type { Runtime } from '../runtime.ts'
import { deleteSearch, insertSearch, listSearches } from './saved-search-store.ts'

const MAX_SEARCHES = 30

/** False if there are too many already. */
export async function addSearch(
  deps: Pick<Runtime, 'database' | 'newId' | 'clock'>,
  search: { readonly name: string; readonly query: string; readonly by: string },
): Promise<boolean> {
  const { db } = deps.database
  if ((await listSearches(db, MAX_SEARCHES)).length === MAX_SEARCHES) return false
  await insertSearch(db, {
    id: deps.newId('sch'),
    name: search.name,
    query: search.query,
    created_by: search.by,
    created_at: deps.clock.now(),
  })
  return true
}

export async function removeSearch(deps: Pick<Runtime, 'database'>, id: string): Promise<void> {
  await deleteSearch(deps.database.db, id)
}
