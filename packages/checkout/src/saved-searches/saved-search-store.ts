import type { Insertable } from 'kysely'
import type { Db, Tables } from '../database/schema.ts'
import type { SavedSearch } from './saved-search.ts'

export async function insertSearch(
  db: Db,
  search: Insertable<Tables['saved_search']>,
): Promise<void> {
  await db.insertInto('saved_search').values(search).execute()
}

/** The name that it had; undefined if there is none. */
export async function deleteSearch(db: Db, id: string): Promise<string | undefined> {
  const deleted = await db
    .deleteFrom('saved_search')
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  return deleted?.name
}

/** Oldest first. */
export async function listSearches(db: Db, limit: number): Promise<readonly SavedSearch[]> {
  return db
    .selectFrom('saved_search')
    .select(['id', 'name', 'query'])
    .orderBy('id')
    .limit(limit)
    .execute()
}
