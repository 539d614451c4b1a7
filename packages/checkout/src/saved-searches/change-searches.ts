import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { deleteSearch, insertSearch, listSearches } from './saved-search-store.ts'

const MAX_SEARCHES = 30

type Needs = Pick<Runtime, 'database' | 'newId' | 'clock'> & Acting

/** Keeps a search for all operators; false if there are too many already. */
export async function addSearch(
  deps: Needs,
  { name, query }: { readonly name: string; readonly query: string },
): Promise<boolean> {
  requirePermission(deps.actor, 'read')
  const id = deps.newId('sch')
  return inTransaction(deps.database, async (trx) => {
    if ((await listSearches(trx, MAX_SEARCHES)).length === MAX_SEARCHES) return false
    await insertSearch(trx, {
      id,
      name,
      query,
      created_by: deps.actor.kind === 'command' ? 'operator' : deps.actor.name,
      created_at: deps.clock.now(),
    })
    await recordAction(trx, deps, {
      action: 'search.saved',
      subject: { type: 'saved_search', id },
      // Not the query: somebody may have searched for a person.
      after: { name },
    })
    return true
  })
}

export async function removeSearch(deps: Needs, id: string): Promise<void> {
  requirePermission(deps.actor, 'read')
  await inTransaction(deps.database, async (trx) => {
    const name = await deleteSearch(trx, id)
    if (name === undefined) return
    await recordAction(trx, deps, {
      action: 'search.deleted',
      subject: { type: 'saved_search', id },
      before: { name },
    })
  })
}
