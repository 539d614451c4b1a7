import type { Account } from '../accounts/account.ts'
import type { Runtime } from '../runtime.ts'
import { listEntries, sumEntries } from './statement-store.ts'
import type { Period, StatementEntry, StatementSum } from './statement.ts'

type Needs = Pick<Runtime, 'database'>
type Of = Pick<Account, 'id'>

/** What moved in a period, by kind, currency and day. */
export async function readStatement(
  deps: Needs,
  { id: accountId }: Of,
  { from, to }: Period,
): Promise<readonly StatementSum[]> {
  return sumEntries(deps.database.db, { accountId, from, to })
}

/** What moved in a period, one by one, oldest first; `after` is the last entry of the page before. */
export async function readStatementEntries(
  deps: Needs,
  { id: accountId }: Of,
  { from, to }: Period,
  page: { readonly after?: StatementEntry | undefined; readonly limit: number },
): Promise<readonly StatementEntry[]> {
  return listEntries(deps.database.db, { accountId, from, to }, page)
}
