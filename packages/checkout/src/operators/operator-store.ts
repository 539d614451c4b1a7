import { sql, type RawBuilder, type Selectable, type Updateable } from 'kysely'
import { readPage, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import type { Operator, Role } from './operator.ts'
import type { Tries } from './throttle.ts'

type OperatorRow = Selectable<Tables['operator']>

/** What an operator signs in with, besides what others may see of them. */
export type Credentials = {
  readonly passwordHash: string | undefined
  readonly totpSealed: string | undefined
  readonly usedStep: number | undefined
  readonly recoveryHashes: readonly string[]
}

export type Session = {
  readonly id: string
  readonly operatorId: string
  readonly address: string | undefined
  readonly createdAt: Date
  /** Exact to about a minute. */
  readonly seenAt: Date
  readonly endsAt: Date
}

export async function insertOperator(
  trx: Trx,
  row: Omit<OperatorRow, 'disabled_at' | 'recovery_hashes'> & {
    readonly recovery_hashes: readonly string[]
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('operator')
    .values({ ...row, recovery_hashes: JSON.stringify(row.recovery_hashes) })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function updateOperator(
  trx: Trx,
  id: string,
  set: Updateable<Tables['operator']>,
): Promise<void> {
  await trx.updateTable('operator').set(set).where('id', '=', id).execute()
}

export type OperatorPage = Page & {
  readonly role?: Role | undefined
  readonly status?: Operator['status'] | undefined
}

/** Newest first. */
export async function listOperatorPage(
  db: Db,
  page: OperatorPage,
): Promise<{ readonly operators: readonly Operator[]; readonly hasMore: boolean }> {
  const list = { table: 'operator', prefix: 'opr', order: 'newest-first' } as const
  const { role, status } = page
  let query = db.selectFrom('operator').selectAll()
  if (role !== undefined) query = query.where('role', '=', role)
  if (status !== undefined) query = query.where(STATUS, '=', status)
  const { rows, hasMore } = await readPage(query, list, page)
  return { operators: rows.map(fromRow), hasMore }
}

export async function listOperators(db: Db): Promise<readonly Operator[]> {
  const rows = await db.selectFrom('operator').selectAll().orderBy('id').execute()
  return rows.map(fromRow)
}

export async function findOperatorBy(
  db: Db,
  column: 'id' | 'login',
  value: string,
): Promise<(Operator & Credentials) | undefined> {
  const row = await db
    .selectFrom('operator')
    .selectAll()
    .where(column, '=', value)
    .executeTakeFirst()
  return row && { ...fromRow(row), ...credentialsOf(row) }
}

/** Makes others who change this operator wait. */
export async function lockOperator(
  trx: Trx,
  id: string,
): Promise<(Operator & Credentials) | undefined> {
  const row = await trx
    .selectFrom('operator')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && { ...fromRow(row), ...credentialsOf(row) }
}

/** The operator whom an invitation invites, while it is valid. */
export async function findInvited(
  db: Db,
  { invitationHash, now }: { readonly invitationHash: string; readonly now: Date },
): Promise<Operator | undefined> {
  const row = await db
    .selectFrom('operator')
    .selectAll()
    .where('invitation_hash', '=', invitationHash)
    .where('invited_until', '>', now)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Operators who administer and can sign in; locked, so that two cannot remove each other. */
export async function lockAdministrators(trx: Trx): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('operator')
    .select('id')
    .where('role', '=', 'administer')
    .where('disabled_at', 'is', null)
    .where('totp_sealed', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

export async function hasAdministrator(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('operator')
    .select('id')
    .where('role', '=', 'administer')
    .where('disabled_at', 'is', null)
    .where('totp_sealed', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertSession(
  trx: Trx,
  session: Session & { readonly tokenHash: string },
): Promise<void> {
  // Those that are over need no longer be kept.
  await trx
    .deleteFrom('operator_session')
    .where('operator_id', '=', session.operatorId)
    .where('ends_at', '<=', session.createdAt)
    .execute()
  await trx
    .insertInto('operator_session')
    .values({
      id: session.id,
      operator_id: session.operatorId,
      token_hash: session.tokenHash,
      address: session.address ?? null,
      created_at: session.createdAt,
      seen_at: session.seenAt,
      ends_at: session.endsAt,
    })
    .execute()
}

/** A session and whose it is, in one statement; the operator as they are at this moment. */
export async function findSession(
  db: Db,
  tokenHash: string,
): Promise<{ readonly session: Session; readonly operator: Operator } | undefined> {
  const row = await db
    .selectFrom('operator_session as s')
    .innerJoin('operator', 'operator.id', 's.operator_id')
    .selectAll('operator')
    .select(['s.id as session_id', 's.address', 's.seen_at', 's.ends_at', 's.created_at as since'])
    .where('s.token_hash', '=', tokenHash)
    .executeTakeFirst()
  return (
    row && {
      operator: fromRow(row),
      session: {
        id: row.session_id,
        operatorId: row.id,
        address: row.address ?? undefined,
        createdAt: row.since,
        seenAt: row.seen_at,
        endsAt: row.ends_at,
      },
    }
  )
}

export async function updateSeenAt(db: Db, id: string, seenAt: Date): Promise<void> {
  await db.updateTable('operator_session').set({ seen_at: seenAt }).where('id', '=', id).execute()
}

/** Newest first. */
export async function listSessions(
  db: Db,
  operatorId: string,
  now: Date,
): Promise<readonly Session[]> {
  const rows = await db
    .selectFrom('operator_session')
    .selectAll()
    .where('operator_id', '=', operatorId)
    .where('ends_at', '>', now)
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    operatorId: row.operator_id,
    address: row.address ?? undefined,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    endsAt: row.ends_at,
  }))
}

/** Ends one session of an operator, or all of them; returns how many. */
export async function deleteSessions(trx: Trx, operatorId: string, only?: string): Promise<number> {
  const all = trx.deleteFrom('operator_session').where('operator_id', '=', operatorId)
  const deleted = await (only === undefined ? all : all.where('id', '=', only)).executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

/** Makes others who try the same wait, also those whose first tries come together. */
export async function lockTries(trx: Trx, key: string): Promise<Tries> {
  // In one statement: between two, somebody's right password could delete the row.
  const row = await trx
    .insertInto('operator_try')
    .values({ key, count: 0, last_at: new Date(0), blocked_until: null })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ key }))
    .returningAll()
    .executeTakeFirstOrThrow()
  return { count: row.count, lastAt: row.last_at, blockedUntil: row.blocked_until ?? undefined }
}

export async function writeTries(
  trx: Trx,
  key: string,
  { count, lastAt, blockedUntil }: Tries,
): Promise<void> {
  await trx
    .updateTable('operator_try')
    .set({ count, last_at: lastAt, blocked_until: blockedUntil ?? null })
    .where('key', '=', key)
    .execute()
}

/** Whether there is a row of this key. */
export async function hasTries(db: Db, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('operator_try')
    .select('key')
    .where('key', '=', key)
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteTries(trx: Trx, keys: readonly string[]): Promise<void> {
  await trx.deleteFrom('operator_try').where('key', 'in', keys).execute()
}

/** Whether one of them refuses every further try for now. */
export async function isBlocked(db: Db, keys: readonly string[], now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('operator_try')
    .select('key')
    .where('key', 'in', keys)
    .where('blocked_until', '>', now)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Deletes what no longer counts: wrong tries, and the networks that are known for an operator. */
export async function deleteTriesBefore(
  db: Db,
  before: { readonly wrong: Date; readonly known: Date },
): Promise<void> {
  await db
    .deleteFrom('operator_try')
    .where((where) =>
      where.or([
        where('last_at', '<', before.known),
        where('count', '>', 0).and('last_at', '<', before.wrong),
      ]),
    )
    .execute()
}

function credentialsOf(row: OperatorRow): Credentials {
  return {
    passwordHash: row.password_hash ?? undefined,
    totpSealed: row.totp_sealed ?? undefined,
    usedStep: row.totp_step ?? undefined,
    recoveryHashes: row.recovery_hashes,
  }
}

/** As `fromRow` says it of one. */
const STATUS: RawBuilder<Operator['status']> = sql`case
  when disabled_at is not null then 'disabled'
  when password_hash is not null and totp_sealed is not null then 'active'
  else 'invited'
end`

function fromRow(row: OperatorRow): Operator {
  const isReady = row.password_hash !== null && row.totp_sealed !== null
  return {
    id: row.id,
    name: row.name,
    login: row.login,
    role: row.role,
    status: row.disabled_at !== null ? 'disabled' : isReady ? 'active' : 'invited',
    createdAt: row.created_at,
  }
}
