import type { Deps } from '../deps.ts'
import { listDifferences, type DifferenceFilter, type NamedDifference } from './difference-store.ts'
import {
  findReconciliation,
  listReconciliations,
  type ReconciliationPage,
} from './reconciliation-store.ts'
import type { Reconciliation } from './reconciliation.ts'

type Needs = Pick<Deps, 'database'>

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
  return listReconciliations(deps.database.db, page)
}

/** In the order in which they were found, without those that are not concluded yet. */
export async function readDifferences(
  deps: Needs,
  filter: DifferenceFilter,
): Promise<{ readonly differences: readonly NamedDifference[]; readonly hasMore: boolean }> {
  return listDifferences(deps.database.db, filter)
}
