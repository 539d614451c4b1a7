import { sql, type RawBuilder, type Selectable, type Updateable } from 'kysely'
import { readPage, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { readPermissions, storedPermissions, type ApiKey, type KeyState } from './api-key.ts'

export async function insertApiKey(
  trx: Trx,
  key: ApiKey & { readonly keyHash: string },
): Promise<void> {
  await trx
    .insertInto('api_key')
    .values({
      id: key.id,
      account_id: key.accountId,
      name: key.name,
      key_hash: key.keyHash,
      permissions: storedPermissions(key),
      api_version: key.apiVersion,
      created_at: key.createdAt,
      last_used_at: key.lastUsedAt ?? null,
      expires_at: key.expiresAt ?? null,
      revoked_at: key.revokedAt ?? null,
    })
    .execute()
}

export async function updateApiKey(
  trx: Trx,
  id: string,
  set: Pick<Updateable<Tables['api_key']>, 'expires_at' | 'revoked_at'>,
): Promise<void> {
  await trx.updateTable('api_key').set(set).where('id', '=', id).execute()
}

/** Makes others who change the key wait. */
export async function lockApiKey(trx: Trx, id: string): Promise<ApiKey | undefined> {
  const row = await trx
    .selectFrom('api_key')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && fromRow(row)
}

export type ApiKeyPage = Page & {
  readonly accountId?: string | undefined
  /** Whether a key works at this instant, or why not. */
  readonly inState?: { readonly state: KeyState; readonly now: Date } | undefined
}

/** Newest first, including those that ended. */
export async function listApiKeys(
  db: Db,
  page: ApiKeyPage,
): Promise<{ readonly keys: readonly ApiKey[]; readonly hasMore: boolean }> {
  const only = { account_id: page.accountId }
  const list = { table: 'api_key', prefix: 'key', order: 'newest-first', only } as const
  const { inState } = page
  const all = db.selectFrom('api_key').selectAll()
  const query = inState ? all.where(stateAt(inState.now), '=', inState.state) : all
  const { rows, hasMore } = await readPage(query, list, page)
  return { keys: rows.map(fromRow), hasMore }
}

/** As `keyState` says it of one. */
function stateAt(now: Date): RawBuilder<KeyState> {
  return sql`case
    when revoked_at is not null then 'revoked' when expires_at <= ${now} then 'expired' else 'usable'
  end`
}

export type KeyUse = {
  readonly id: string
  readonly at: Date
  /** Under the newest secret, if it was stored under an older one. */
  readonly keyHash: string | undefined
}

export async function writeUses(db: Db, uses: readonly KeyUse[]): Promise<void> {
  const ids = uses.map(({ id }) => id)
  const instants = uses.map(({ at }) => at)
  const hashes = uses.map(({ keyHash }) => keyHash ?? null)
  await sql`
    update api_key set
      last_used_at = greatest(api_key.last_used_at, used.at),
      key_hash = coalesce(used.key_hash, api_key.key_hash)
    from unnest(${ids}::text[], ${instants}::timestamptz[], ${hashes}::text[])
      as used (id, at, key_hash)
    where api_key.id = used.id
  `.execute(db)
}

function fromRow(row: Selectable<Tables['api_key']>): ApiKey {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    permissions: readPermissions(row.permissions),
    apiVersion: row.api_version,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  }
}
