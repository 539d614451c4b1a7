import { sql, type Selectable } from 'kysely'
import { readPage, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { sealContext } from '../platform/seal-context.ts'
import type { Sealing } from '../platform/sealed.ts'
import type { Account, AccountSecrets, AccountSettings } from './account.ts'
import { readPermissions, type ApiKey } from './api-key.ts'

type Row = Selectable<Tables['account']>

/** `id`: only this account. */
export type AccountPage = Page & {
  readonly id?: string | undefined
  readonly isDisabled?: boolean | undefined
}

type Sealer = { readonly sealing: Sealing }

export async function insertAccount(trx: Trx, deps: Sealer, account: Account): Promise<void> {
  await trx
    .insertInto('account')
    .values({
      id: account.id,
      name: account.name,
      settings: JSON.stringify(account.settings),
      secrets_sealed: deps.sealing.seal(
        JSON.stringify(account.secrets),
        sealContext.accountSecrets(account.id),
      ),
      created_at: account.createdAt,
      version: account.version,
      disabled_at: account.disabledAt ?? null,
    })
    .execute()
}

/** Writes the changeable fields of an account. */
export async function updateAccount(trx: Trx, deps: Sealer, account: Account): Promise<void> {
  await trx
    .updateTable('account')
    .set({
      name: account.name,
      settings: JSON.stringify(account.settings),
      secrets_sealed: deps.sealing.seal(
        JSON.stringify(account.secrets),
        sealContext.accountSecrets(account.id),
      ),
      version: account.version,
      disabled_at: account.disabledAt ?? null,
    })
    .where('id', '=', account.id)
    .execute()
}

/** Makes others who change the account wait. Its payments continue: they only need its key. */
export async function lockAccount(
  trx: Trx,
  deps: Sealer,
  id: string,
): Promise<Account | undefined> {
  const row = await trx
    .selectFrom('account')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && fromRow(row, deps)
}

/** Whether QFPay has an order or a refund of the account that Tael still asks about. */
export async function hasUnderWay(trx: Trx, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select from attempt
      where account_id = ${accountId} and enquire_at is not null and syssn is not null
    ) or exists (
      select from refund
      where account_id = ${accountId} and work_at is not null and sent_at is not null
    ) as has
  `.execute(trx)
  return rows[0]?.has === true
}

export async function findAccount(db: Db, deps: Sealer, id: string): Promise<Account | undefined> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(row, deps)
}

type KnownVersions = { readonly ofVersion: (id: string, version: number) => Account | undefined }

type KeyRow = Selectable<Tables['api_key']>
type AccountOfKeyRow = Row &
  Pick<KeyRow, 'key_hash' | 'permissions' | 'api_version' | 'expires_at' | 'revoked_at'> & {
    readonly key_id: string
    readonly key_name: string
  }

/** The account of an API key, and whether the key may act, in one statement. A known account is not opened again. */
export async function findAccountOfKey(
  db: Db,
  deps: Sealer & { readonly accounts: KnownVersions },
  keyHashes: readonly string[],
): Promise<
  | {
      readonly account: Account
      readonly key: Pick<
        ApiKey,
        'id' | 'name' | 'permissions' | 'apiVersion' | 'expiresAt' | 'revokedAt'
      > & {
        readonly keyHash: string
      }
    }
  | undefined
> {
  const { rows } = await sql<AccountOfKeyRow>`
    select account.*, api_key.id as key_id, api_key.name as key_name,
      key_hash, permissions, api_version, expires_at, revoked_at
    from account join api_key on api_key.account_id = account.id
    where key_hash = any(${keyHashes}::text[])
  `.execute(db)
  const [row] = rows
  return (
    row && {
      account: deps.accounts.ofVersion(row.id, row.version) ?? fromRow(row, deps),
      key: {
        id: row.key_id,
        name: row.key_name,
        permissions: readPermissions(row.permissions),
        apiVersion: row.api_version,
        keyHash: row.key_hash,
        expiresAt: row.expires_at ?? undefined,
        revokedAt: row.revoked_at ?? undefined,
      },
    }
  )
}

/** Newest first. */
export async function listAccountPage(
  db: Db,
  deps: Sealer,
  page: AccountPage,
): Promise<{ readonly accounts: readonly Account[]; readonly hasMore: boolean }> {
  const only = { id: page.id }
  const list = { table: 'account', prefix: 'acc', order: 'newest-first', only } as const
  let query = db.selectFrom('account').selectAll()
  if (page.isDisabled !== undefined) {
    query = query.where('disabled_at', page.isDisabled ? 'is not' : 'is', null)
  }
  const { rows, hasMore } = await readPage(query, list, page)
  return { accounts: rows.map((row) => fromRow(row, deps)), hasMore }
}

/** All of them, oldest first. */
export async function listAccounts(db: Db, deps: Sealer): Promise<readonly Account[]> {
  const rows = await db.selectFrom('account').selectAll().orderBy('id').execute()
  return rows.map((row) => fromRow(row, deps))
}

export async function listAccountNames(db: Db): Promise<readonly { id: string; name: string }[]> {
  return db.selectFrom('account').select(['id', 'name']).orderBy('id').execute()
}

/** Above which amount its refunds need a second person, in minor units; as it is now, for every process. */
export async function findApprovalThreshold(db: Db, id: string): Promise<number | undefined> {
  const { settings } = await db
    .selectFrom('account')
    .select('settings')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return (settings as AccountSettings).refundApprovalAbove
}

/** Whether an account names this file as the one that WeChat looks for. */
export async function hasVerificationFile(db: Db, file: string): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where(sql<string>`settings -> 'wechat' ->> 'verificationFile'`, '=', file)
    .executeTakeFirst()
  return row !== undefined
}

/** Accounts whose daily reconciliation is due, or was never planned. */
export async function findToReconcile(
  db: Db,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('account')
    .select('id')
    .where((either) =>
      either.or([either('reconcile_at', 'is', null), either('reconcile_at', '<=', now)]),
    )
    .orderBy('reconcile_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Does not block payments of the account: they only need its key. */
export async function lockReconcileAt(trx: Trx, id: string): Promise<Date | undefined> {
  const row = await trx
    .selectFrom('account')
    .select('reconcile_at')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  return row.reconcile_at ?? undefined
}

export async function updateReconcileAt(trx: Trx, id: string, at: Date): Promise<void> {
  await trx.updateTable('account').set({ reconcile_at: at }).where('id', '=', id).execute()
}

function fromRow(row: Row, deps: Sealer): Account {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    version: row.version,
    disabledAt: row.disabled_at ?? undefined,
    settings: row.settings as AccountSettings,
    secrets: JSON.parse(
      deps.sealing.open(row.secrets_sealed, sealContext.accountSecrets(row.id)),
    ) as AccountSecrets,
  }
}
