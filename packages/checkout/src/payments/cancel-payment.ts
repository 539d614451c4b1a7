import type { Acting } from '../audit/actor.ts'
import { changedFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { lockPayment, writePayment } from './payment-store.ts'
import { transition, type Payment } from './payment.ts'

/**
 * Cancels the payment. No documented call cancels an order of 800207 at the gateway, so a payer who
 * holds one may still pay for two hours, unless the account's gateway closes it (close-orders.ts).
 * The enquiries continue, so Tael sees the money.
 */
export async function cancelPayment(
  deps: Deps & Acting,
  paymentId: string,
): Promise<{ readonly kind: 'canceled' | 'refused'; readonly payment: Payment }> {
  requirePermission(deps.actor, 'create_payments')
  const canceled = await inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, paymentId)
    const move = transition(payment, 'canceled')
    if (move.kind === 'refused') return { kind: 'refused' as const, payment }
    if (move.kind !== 'moved') return { kind: 'canceled' as const, payment }
    const after = await writePayment(trx, deps, {
      payment,
      set: { status: 'canceled' },
      events: [{ type: 'payment.canceled', data: {} }],
    })
    await recordAction(trx, deps, {
      action: 'payment.canceled',
      subject: { type: 'payment', id: payment.id, accountId: payment.accountId },
      ...changedFacts({ status: payment.status }, { status: after.status }),
    })
    return { kind: 'canceled' as const, payment: after }
  })
  deps.changes.announce(paymentId)
  return canceled
}
