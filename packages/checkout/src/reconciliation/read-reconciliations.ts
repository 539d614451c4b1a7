import type { Deps } from '../deps.ts'
import {
  findDifference,
  listDifferences,
  listDifferenceWork,
  type DifferenceFilter,
  type WorkFilter,
} from './difference-store.ts'
import {
  countOpenByRun,
  countOpenDifferences,
  listDifferenceEntries,
} from './difference-work-store.ts'
import type { DifferenceEntry, FoundDifference } from './difference-work.ts'
import {
  findReconciliation,
  listReconciliations,
  type ReconciliationPage,
} from './reconciliation-store.ts'
import type { Reconciliation } from './reconciliation.ts'

type Needs = Pick<Deps, 'database'>
const ALL_ENTRIES = 1000

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
): Promise<{ readonly differences: readonly FoundDifference[]; readonly hasMore: boolean }> {
  return listDifferences(deps.database.db, filter)
}

/** Those of all accounts that are left to people, each once however often it was found; newest first. */
export async function readDifferenceWork(
  deps: Needs,
  filter: WorkFilter,
): ReturnType<typeof listDifferenceWork> {
  return listDifferenceWork(deps.database.db, filter)
}

/** A difference, and what people did about it, newest first. */
export async function readDifference(
  deps: Needs,
  id: string,
): Promise<
  { readonly difference: FoundDifference; readonly entries: readonly DifferenceEntry[] } | undefined
> {
  const { db } = deps.database
  const difference = await findDifference(db, id)
  if (difference === undefined) return undefined
  return { difference, entries: await listDifferenceEntries(db, difference.work.id, ALL_ENTRIES) }
}

/** How many nobody has resolved, in all accounts; a thousand or more count as a thousand. */
export async function countDifferencesLeft(deps: Needs): Promise<number> {
  return countOpenDifferences(deps.database.db, 1000)
}

/** How many of each run's differences nobody has resolved, without runs that have none; a thousand or more count as a thousand. */
export async function countDifferencesLeftOf(
  deps: Needs,
  runs: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return countOpenByRun(deps.database.db, runs, 1000)
}
