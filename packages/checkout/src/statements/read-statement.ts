import type { Account } from '../accounts/account.ts'
import type { Runtime } from '../runtime.ts'
import { findPlace, listEntries, sumEntries, type Place } from './statement-store.ts'
import type { Period, StatementEntry, StatementSum } from './statement.ts'

type Needs = Pick<Runtime, 'database'>
type Of = Pick<Account, 'id'>

/** What moved in a period, by kind, currency and day. */
export async function readStatement(
  deps: Needs,
  { id: accountId }: Of,
  { to, days }: Period,
): Promise<readonly StatementSum[]> {
  const sums: StatementSum[] = []
  for (const [index, { day, from }] of days.entries()) {
    const range = { accountId, from, to: days[index + 1]?.from ?? to }
    const own = await sumEntries(deps.database.db, range)
    sums.push(...own.map((sum) => ({ ...sum, day })))
  }
  return sums
}

/** Where an entry stands in a period; undefined if it is not in it. */
export async function readPlace(
  deps: Needs,
  { id: accountId }: Of,
  { from, to }: Period,
  entry: Pick<StatementEntry, 'id' | 'kind'>,
): Promise<Place | undefined> {
  return findPlace(deps.database.db, { accountId, from, to }, entry)
}

/** What moved in a period, one by one, oldest first; `after` is the place of the last entry of the page before. */
export async function readStatementEntries(
  deps: Needs,
  { id: accountId }: Of,
  { from, to }: Period,
  page: { readonly after?: Place | undefined; readonly limit: number },
): Promise<readonly StatementEntry[]> {
  return listEntries(deps.database.db, { accountId, from, to }, page)
}
