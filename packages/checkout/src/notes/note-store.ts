import type { Transaction } from 'kysely'
import type { Db, Tables } from '../database/schema.ts'
import type { Note } from './note.ts'

/** False if this note was there before. */
export async function insertNote(
  trx: Transaction<Tables>,
  { id, paymentId, text, who, createdAt }: Note,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('note')
    .values({ id, payment_id: paymentId, text, who: JSON.stringify(who), created_at: createdAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Oldest first. */
export async function listNotes(
  db: Db,
  paymentId: string,
  limit: number,
): Promise<readonly Note[]> {
  const rows = await db
    .selectFrom('note')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    paymentId: row.payment_id,
    text: row.text,
    who: row.who as Note['who'],
    createdAt: row.created_at,
  }))
}
