import type { Account } from '../accounts/account.ts'
import type { Acting } from '../audit/actor.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { createPayment, type CreatePayment, type NewPayment } from './create-payment.ts'

/** Creates a payment for an operator: its events name no person, and the audit log does. */
export async function addPayment(
  deps: Deps & Acting,
  account: Account,
  request: NewPayment,
): Promise<CreatePayment> {
  return inTransaction(deps.database, async (trx) => {
    const created = await createPayment(trx, deps, account, request)
    if (created.kind === 'created') {
      const { id, accountId, amount, currency } = created.payment
      await recordAction(trx, deps, {
        action: 'payment.created',
        subject: { type: 'payment', id, accountId },
        after: { amount, currency },
      })
    }
    return created
  })
}
