import type { Deps } from '../deps.ts'
import {
  findAccountOfKey,
  findToReconcile,
  readAccount,
  readAccountNames,
} from './account-store.ts'
import type { Account } from './account.ts'

/** An account that a payment or an attempt names, so it is there. */
export async function findAccount(
  deps: Pick<Deps, 'database' | 'sealing'>,
  id: string,
): Promise<Account> {
  const account = await findAccountById(deps, id)
  if (account === undefined) throw new Error(`${id} has payments but no account`)
  return account
}

export async function findAccountById(
  deps: Pick<Deps, 'database' | 'sealing'>,
  id: string,
): Promise<Account | undefined> {
  return readAccount(deps.database.db, deps, id)
}

export async function accountNames(
  deps: Pick<Deps, 'database'>,
): Promise<ReadonlyMap<string, string>> {
  const accounts = await readAccountNames(deps.database.db)
  return new Map(accounts.map(({ id, name }) => [id, name]))
}

/** Accounts whose daily reconciliation is due, or was never planned. */
export async function findAccountsToReconcile(
  deps: Pick<Deps, 'database'>,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  return findToReconcile(deps.database.db, now, limit)
}

/** The account that an API key acts for; undefined when the key is unknown or revoked. */
export async function findAccountByKey(
  deps: Pick<Deps, 'database' | 'sealing'>,
  key: string,
): Promise<Account | undefined> {
  const id = await findAccountOfKey(
    deps.database.db,
    deps.sealing.keyedHashes(key, API_KEY_PURPOSE),
  )
  return id === undefined ? undefined : findAccount(deps, id)
}

export const API_KEY_PURPOSE = 'api key'
