import { readPage, type Page } from '../database/page.ts'
import type { Db, Trx } from '../database/schema.ts'
import type { Note } from './note.ts'

/** False if this note was there before. */
export async function insertNote(
  trx: Trx,
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
  page: Page,
): Promise<{ readonly notes: readonly Note[]; readonly hasMore: boolean }> {
  const only = { payment_id: paymentId }
  const list = { table: 'note', prefix: 'not', order: 'oldest-first', only } as const
  const { rows, hasMore } = await readPage(db.selectFrom('note').selectAll(), list, page)
  const notes = rows.map((row) => ({
    id: row.id,
    paymentId: row.payment_id,
    text: row.text,
    who: row.who as Note['who'],
    createdAt: row.created_at,
  }))
  return { notes, hasMore }
}
