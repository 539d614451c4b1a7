import { apiKeyOf, type Acting } from '../audit/actor.ts'
import { changedFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { lockPayment } from './payment-store.ts'
import { writePayment } from './payment-write-store.ts'
import { transition, type Payment } from './payment.ts'

/**
 * Cancels the payment. No documented call cancels an order of 800207 at the gateway, so a payer who
 * holds one may still pay for two hours, unless the account's gateway closes it (close-orders.ts).
 * The enquiries continue, so Tael sees the money.
 */
export async function cancelPayment(deps: Deps & Acting, paymentId: string): Promise<Canceled> {
  requirePermission(deps.actor, 'create_payments')
  return cancel(deps, paymentId, apiKeyOf(deps.actor), (trx, payment) =>
    recordAction(trx, deps, {
      action: 'payment.canceled',
      subject: { type: 'payment', id: payment.id, accountId: payment.accountId },
      ...changedFacts({ status: payment.status }, { status: 'canceled' }),
    }),
  )
}

/** Cancels a payment of a link whose payer continues with another one. No operator and no merchant does that. */
export async function withdrawPayment(deps: Deps, paymentId: string): Promise<void> {
  await cancel(deps, paymentId, undefined, () => Promise.resolve())
}

type Canceled = { readonly kind: 'canceled' | 'refused'; readonly payment: Payment }

async function cancel(
  deps: Deps,
  paymentId: string,
  apiKey: string | undefined,
  note: (trx: Trx, payment: Payment) => Promise<void>,
): Promise<Canceled> {
  const canceled = await inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, paymentId)
    const move = transition(payment, 'canceled')
    if (move.kind === 'refused') return { kind: 'refused' as const, payment }
    if (move.kind !== 'moved') return { kind: 'canceled' as const, payment }
    const after = await writePayment(trx, deps, {
      payment,
      set: { status: 'canceled' },
      events: [{ type: 'payment.canceled', data: { api_key: apiKey } }],
    })
    await note(trx, payment)
    return { kind: 'canceled' as const, payment: after }
  })
  deps.changes.announce(paymentId)
  return canceled
}
