import type { Db } from '../database/schema.ts'
import type { Runtime } from '../runtime.ts'
import {
  findToReconcile,
  hasVerificationFile,
  listAccountPage,
  listAccounts,
  findApprovalThreshold,
  listAccountNames,
  findAccountOfKey,
  type AccountPage,
} from './account-store.ts'
import type { Account } from './account.ts'
import { isUsable, type ApiKey } from './api-key.ts'
import type { KeyUses } from './key-uses.ts'
import type { KnownAccounts } from './known-accounts.ts'

type Needs = { readonly accounts: KnownAccounts }

/** An account that a payment or an attempt names, so it exists. */
export async function readAccount(deps: Needs, id: string): Promise<Account> {
  const account = await readAccountById(deps, id)
  if (account === undefined) throw new Error(`${id} has payments but no account`)
  return account
}

export async function readAccountById(deps: Needs, id: string): Promise<Account | undefined> {
  return deps.accounts.find(id)
}

/** Newest first. */
export async function readAccountPage(
  deps: Pick<Runtime, 'database' | 'sealing'>,
  page: AccountPage,
): Promise<{ readonly accounts: readonly Account[]; readonly hasMore: boolean }> {
  return listAccountPage(deps.database.db, deps, page)
}

/** All of them, oldest first. */
export async function readAccounts(
  deps: Pick<Runtime, 'database' | 'sealing'>,
): Promise<readonly Account[]> {
  return listAccounts(deps.database.db, deps)
}

export async function readAccountNames(
  deps: Pick<Runtime, 'database'>,
): Promise<ReadonlyMap<string, string>> {
  const accounts = await listAccountNames(deps.database.db)
  return new Map(accounts.map(({ id, name }) => [id, name]))
}

/**
 * Above which amount an account's refunds need a second person, in minor units. Not from what this process
 * remembers: a new threshold counts for the next refund, in every process.
 */
export async function readApprovalThreshold(db: Db, id: string): Promise<number | undefined> {
  return findApprovalThreshold(db, id)
}

/** Accounts whose daily reconciliation is due, or was never planned. */
export async function readAccountsToReconcile(
  deps: Pick<Runtime, 'database'>,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  return findToReconcile(deps.database.db, now, limit)
}

/** Whether this host belongs to an Official Account, as WeChat asks by the name of a file. */
export async function isVerificationFile(
  deps: Pick<Runtime, 'database'>,
  file: string,
): Promise<boolean> {
  return hasVerificationFile(deps.database.db, file)
}

/**
 * Whether QFPay's message to one account may concern the other: an agent's merchants share the
 * credentials, and QFPay may send all their notifications to one address.
 */
export async function shareCredentials(
  db: Db,
  deps: Needs,
  account: Account,
  otherId: string,
): Promise<boolean> {
  if (account.id === otherId) return true
  const other = await deps.accounts.find(otherId, db)
  return (
    other !== undefined &&
    other.settings.host === account.settings.host &&
    other.settings.appCode === account.settings.appCode &&
    other.secrets.clientKey === account.secrets.clientKey
  )
}

export type KeyReader = Pick<Runtime, 'database' | 'sealing' | 'clock'> &
  Needs & { readonly keyUses: KeyUses }

/** An API key that may act, and its account; undefined if the key is unknown, revoked or expired. */
export async function readAccountOfKey(
  deps: KeyReader,
  secret: string,
): Promise<
  | {
      readonly account: Account
      readonly key: Pick<ApiKey, 'id' | 'name' | 'permissions' | 'apiVersion'>
    }
  | undefined
> {
  const hashes = deps.sealing.keyedHashes(secret, API_KEY_PURPOSE)
  const found = await findAccountOfKey(deps.database.db, deps, hashes)
  const at = deps.clock.now()
  if (found === undefined || !isUsable(found.key, at)) return undefined
  const { account, key } = found
  const { id, name, permissions, apiVersion } = key
  deps.accounts.note(account)
  const [newest] = hashes
  // Renews the hash under the newest secret, because only a sent key can be hashed again; so the older secret can go.
  const isOutdated = deps.sealing.isRolling && key.keyHash !== newest
  deps.keyUses.note(id, { id, at, keyHash: isOutdated ? newest : undefined })
  return { account, key: { id, name, permissions, apiVersion } }
}

export const API_KEY_PURPOSE = 'api key'
