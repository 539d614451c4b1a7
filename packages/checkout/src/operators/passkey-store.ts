import type { Selectable } from 'kysely'
import type { Db, Tables, Trx } from '../database/schema.ts'
import type { Passkey } from './passkey.ts'

/** Resolves to false if the key is there already. */
export async function insertPasskey(trx: Trx, passkey: Passkey): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('operator_passkey')
    .values({
      id: passkey.id,
      operator_id: passkey.operatorId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      algorithm: passkey.algorithm,
      name: passkey.name,
      created_at: passkey.createdAt,
      last_used_at: passkey.lastUsedAt ?? null,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Oldest first. */
export async function listPasskeys(db: Db, operatorId: string): Promise<readonly Passkey[]> {
  const rows = await db
    .selectFrom('operator_passkey')
    .selectAll()
    .where('operator_id', '=', operatorId)
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

/** Makes others who use this key wait. */
export async function lockPasskey(trx: Trx, credentialId: string): Promise<Passkey | undefined> {
  const row = await trx
    .selectFrom('operator_passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .forUpdate()
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function updateLastUsedAt(trx: Trx, id: string, at: Date): Promise<void> {
  await trx.updateTable('operator_passkey').set({ last_used_at: at }).where('id', '=', id).execute()
}

/** Deletes one key of an operator, or all of them; returns how many. */
export async function deletePasskeys(trx: Trx, operatorId: string, only?: string): Promise<number> {
  const all = trx.deleteFrom('operator_passkey').where('operator_id', '=', operatorId)
  const deleted = await (only === undefined ? all : all.where('id', '=', only)).executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

function fromRow(row: Selectable<Tables['operator_passkey']>): Passkey {
  return {
    id: row.id,
    operatorId: row.operator_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    algorithm: row.algorithm,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}
