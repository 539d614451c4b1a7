import type { Runtime } from '../runtime.ts'
import { listSearches } from './saved-search-store.ts'
import type { SavedSearch } from './saved-search.ts'

const ALL = 100

/** Oldest first. */
export async function readSearches(
  deps: Pick<Runtime, 'database'>,
): Promise<readonly SavedSearch[]> {
  return listSearches(deps.database.db, ALL)
}
