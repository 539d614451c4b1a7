import type { Db } from '../database/schema.ts'
import type { Runtime } from '../runtime.ts'
import { findAccount } from './account-store.ts'
import type { Account } from './account.ts'

/** What another process has changed of an account, this one learns within that time. */
const KNOWN_MS = 2_000

/** Accounts as this process knows them: each payment asks for its own a dozen times. */
export type KnownAccounts = {
  /** Undefined when there is none. Inside a transaction, `db` is the transaction. */
  readonly find: (id: string, db?: Db) => Promise<Account | undefined>
  /** As this process knows it, if that is still this version. */
  readonly ofVersion: (id: string, version: number) => Account | undefined
  /** To be called with an account that was just read or changed. */
  readonly note: (account: Account) => void
}

export function createKnownAccounts(
  deps: Pick<Runtime, 'database' | 'sealing' | 'clock'>,
): KnownAccounts {
  const known = new Map<string, { readonly account: Account; readonly readAt: number }>()

  function note(account: Account): void {
    const newest = known.get(account.id)?.account
    // A read may have begun before a change that ended first.
    if (newest !== undefined && newest.version > account.version) return
    known.set(account.id, { account, readAt: deps.clock.now().getTime() })
  }

  return {
    note,
    ofVersion(id, version) {
      const account = known.get(id)?.account
      return account?.version === version ? account : undefined
    },
    async find(id, db = deps.database.db) {
      const found = known.get(id)
      const age = deps.clock.now().getTime() - (found?.readAt ?? -Infinity)
      // Below zero when somebody has set the clock back.
      if (found !== undefined && age >= 0 && age < KNOWN_MS) return found.account
      const account = await findAccount(db, deps, id)
      if (account !== undefined) note(account)
      return account
    },
  }
}
