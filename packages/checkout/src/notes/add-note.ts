import { whoOf, type Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Payment } from '../payments/payment.ts'
import type { Runtime } from '../runtime.ts'
import { insertNote } from './note-store.ts'
import { readNote, type NoteProblem } from './note.ts'

/** Keeps what a person writes about a payment. The same `id` again is the same note. */
export async function addNote(
  deps: Runtime & Acting,
  payment: Pick<Payment, 'id' | 'accountId'>,
  { id, text: given }: { readonly id: string; readonly text: string },
): Promise<NoteProblem | undefined> {
  requirePermission(deps.actor, 'read')
  const read = readNote(given)
  if ('problem' in read) return read.problem
  await inTransaction(deps.database, async (trx) => {
    const note = {
      id,
      paymentId: payment.id,
      text: read.text,
      who: whoOf(deps.actor),
      createdAt: deps.clock.now(),
    }
    if (!(await insertNote(trx, note))) return
    await recordAction(trx, deps, {
      action: 'payment.noted',
      subject: { type: 'payment', id: payment.id, accountId: payment.accountId },
      after: { note: id },
    })
  })
  return undefined
}
