import { whoOf, type Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Payment } from '../payments/payment.ts'
import type { Runtime } from '../runtime.ts'
import { insertNote } from './note-store.ts'
import { readNote, type Note, type NoteProblem } from './note.ts'

/** Keeps what somebody writes about a payment. The same `id` again is the same note. */
export async function addNote(
  trx: Trx,
  deps: Pick<Runtime, 'clock' | 'newId'> & Acting,
  payment: Pick<Payment, 'id' | 'accountId'>,
  { id, text: given }: { readonly id: string; readonly text: string },
): Promise<Note | NoteProblem> {
  requirePermission(deps.actor, 'read')
  const read = readNote(given)
  if ('problem' in read) return read.problem
  const note = {
    id,
    paymentId: payment.id,
    text: read.text,
    who: whoOf(deps.actor),
    createdAt: deps.clock.now(),
  }
  if (await insertNote(trx, note)) {
    await recordAction(trx, deps, {
      action: 'payment.noted',
      subject: { type: 'payment', id: payment.id, accountId: payment.accountId },
      after: { note: id },
    })
  }
  return note
}

/** The same in a transaction of its own. */
export async function addNoteOnce(
  deps: Runtime & Acting,
  payment: Pick<Payment, 'id' | 'accountId'>,
  note: { readonly id: string; readonly text: string },
): Promise<Note | NoteProblem> {
  return inTransaction(deps.database, (trx) => addNote(trx, deps, payment, note))
}
