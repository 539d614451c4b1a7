import type { Acting } from '../audit/actor.ts'
import type { AuditSubject } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { newApiKey, type NewApiKeyRequest } from './account-settings.ts'
import {
  insertApiKey,
  listApiKeys,
  lockApiKey,
  updateApiKey,
  type ApiKeyPage,
} from './api-key-store.ts'
import { endOfOverlap, isUsable, readPermissions, type ApiKey } from './api-key.ts'
import { NEWEST_VERSION } from './api-version.ts'
import type { KnownAccounts } from './known-accounts.ts'
import { API_KEY_PURPOSE, readAccountById } from './read-accounts.ts'

type Maker = Pick<Runtime, 'sealing' | 'clock' | 'newId' | 'randomBytes'> & Acting
type Needs = Maker & Pick<Runtime, 'database' | 'log'>

/** `secret` is what the merchant's server sends. It is returned only here: Tael keeps only its hash. */
export type NewApiKey = { readonly apiKey: ApiKey; readonly secret: string }

/** Adds a key to the account; undefined if there is no such account. Throws a ZodError. */
export async function addApiKey(
  deps: Needs & { readonly accounts: KnownAccounts },
  accountId: string,
  requested: NewApiKeyRequest,
): Promise<NewApiKey | undefined> {
  requirePermission(deps.actor, 'administer')
  const { name, permissions } = newApiKey.parse(requested)
  if ((await readAccountById(deps, accountId)) === undefined) return undefined
  const added = await inTransaction(deps.database, (trx) =>
    insertNewKey(trx, deps, { accountId, name, permissions, apiVersion: NEWEST_VERSION }),
  )
  deps.log.info('api_key.added', { account: accountId, key: added.apiKey.id })
  return added
}

/** Newest first, including revoked and expired ones. */
export async function readApiKeyPage(
  deps: Pick<Runtime, 'database'>,
  page: ApiKeyPage,
): Promise<{ readonly keys: readonly ApiKey[]; readonly hasMore: boolean }> {
  return listApiKeys(deps.database.db, page)
}

const ALL = 1000

/** An account's, newest first, including revoked and expired ones. */
export async function readApiKeys(
  deps: Pick<Runtime, 'database'>,
  accountId: string,
): Promise<readonly ApiKey[]> {
  return (await readApiKeyPage(deps, { accountId, limit: ALL })).keys
}

/** Ends a key: from now on no process accepts a request with it. Undefined if there is no such key. */
export async function revokeApiKey(deps: Needs, id: string): Promise<ApiKey | undefined> {
  requirePermission(deps.actor, 'administer')
  const now = deps.clock.now()
  const revoked = await inTransaction(deps.database, async (trx) => {
    const key = await lockApiKey(trx, id)
    if (key === undefined) return undefined
    const revokedAt = key.revokedAt ?? now
    await updateApiKey(trx, id, { revoked_at: revokedAt })
    await recordAction(trx, deps, {
      action: 'api_key.revoked',
      subject: subjectOf(key),
      after: { name: key.name },
    })
    return { ...key, revokedAt }
  })
  if (revoked) deps.log.info('api_key.revoked', { account: revoked.accountId, key: id })
  return revoked
}

/**
 * Adds a key in place of another, which works for one more day; undefined if there is no usable one.
 * Revoke a leaked key instead.
 */
export async function rollApiKey(deps: Needs, id: string): Promise<NewApiKey | undefined> {
  requirePermission(deps.actor, 'administer')
  const now = deps.clock.now()
  const rolled = await inTransaction(deps.database, async (trx) => {
    const key = await lockApiKey(trx, id)
    if (key === undefined || !isUsable(key, now)) return undefined
    const expiresAt = endOfOverlap(key, now)
    await updateApiKey(trx, id, { expires_at: expiresAt })
    await recordAction(trx, deps, {
      action: 'api_key.rolled',
      subject: subjectOf(key),
      after: { name: key.name, expiresAt },
    })
    return insertNewKey(trx, deps, key)
  })
  if (rolled) {
    const { id: successor, accountId } = rolled.apiKey
    deps.log.info('api_key.rolled', { account: accountId, key: id, successor })
  }
  return rolled
}

export async function insertNewKey(
  trx: Trx,
  deps: Maker,
  key: Pick<ApiKey, 'accountId' | 'name' | 'permissions' | 'apiVersion'>,
): Promise<NewApiKey> {
  const secret = `sk_${Buffer.from(deps.randomBytes(24)).toString('base64url')}`
  const apiKey: ApiKey = {
    id: deps.newId('key'),
    accountId: key.accountId,
    name: key.name,
    permissions: readPermissions(key.permissions),
    apiVersion: key.apiVersion,
    createdAt: deps.clock.now(),
    lastUsedAt: undefined,
    expiresAt: undefined,
    revokedAt: undefined,
  }
  await insertApiKey(trx, {
    ...apiKey,
    keyHash: deps.sealing.keyedHash(secret, API_KEY_PURPOSE),
  })
  await recordAction(trx, deps, {
    action: 'api_key.added',
    subject: subjectOf(apiKey),
    after: { name: apiKey.name, permissions: apiKey.permissions },
  })
  return { apiKey, secret }
}

function subjectOf({ id, accountId }: Pick<ApiKey, 'id' | 'accountId'>): AuditSubject {
  return { type: 'api_key', id, accountId }
}
