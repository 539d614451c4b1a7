import type { Deps } from '../deps.ts'
import {
  findAccountOfKey,
  findToReconcile,
  readAccount,
  readAccountNames,
} from './account-store.ts'
import type { Db } from '../database/schema.ts'
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

/**
 * Whether what QFPay says to one account may concern the other: an agent's merchants share the
 * credentials, and QFPay may send all their notifications to one address.
 */
export async function shareCredentials(
  db: Db,
  deps: Pick<Deps, 'sealing'>,
  account: Account,
  otherId: string,
): Promise<boolean> {
  if (account.id === otherId) return true
  const other = await readAccount(db, deps, otherId)
  return (
    other !== undefined &&
    other.settings.host === account.settings.host &&
    other.settings.appCode === account.settings.appCode &&
    other.secrets.clientKey === account.secrets.clientKey
  )
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
