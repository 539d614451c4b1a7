import type { Deps } from '../deps.ts'
import { listDifferences, type DifferenceFilter } from './difference-store.ts'
import type { Difference } from './difference.ts'
import {
  findReconciliation,
  listReconciliations,
  type ReconciliationPage,
} from './reconciliation-store.ts'
import type { Reconciliation } from './reconciliation.ts'

type Needs = Pick<Deps, 'database'>
type Found = Difference & { readonly reference: string | undefined }

export async function readReconciliation(
  deps: Needs,
  id: string,
): Promise<Reconciliation | undefined> {
  return findReconciliation(deps.database.db, id)
}

/** Newest first. */
export async function readReconciliations(
  deps: Needs,
  page: ReconciliationPage,
): Promise<{ readonly runs: readonly Reconciliation[]; readonly hasMore: boolean }> {
  const found = await listReconciliations(deps.database.db, { ...page, limit: page.limit + 1 })
  return { runs: found.slice(0, page.limit), hasMore: found.length > page.limit }
}

/** In the order in which they were found, without those that are not concluded yet. */
export async function readDifferences(
  deps: Needs,
  filter: DifferenceFilter,
): Promise<{ readonly differences: readonly Found[]; readonly hasMore: boolean }> {
  const found = await listDifferences(deps.database.db, { ...filter, limit: filter.limit + 1 })
  return { differences: found.slice(0, filter.limit), hasMore: found.length > filter.limit }
}
