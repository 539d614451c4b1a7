import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { findAttempt, updateAttempt } from './attempt-store.ts'
import type { Attempt } from './attempt.ts'
import { lockPayment, writePayment } from './payment-store.ts'
import { isOpen } from './payment.ts'

/** Ends an attempt that can't be paid any more. Changes nothing when another has settled it. */
export async function endAttempt(
  deps: Deps,
  attempt: Attempt,
  end: {
    readonly to: 'failed' | 'lapsed'
    readonly reason: string
    readonly respcd?: string
    /** No other attempt could do better: the payment fails with it. */
    readonly stopsPayment?: boolean
  },
): Promise<void> {
  await inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, attempt.paymentId)
    const current = await findAttempt(trx, attempt.id)
    if (current === undefined || !['recorded', 'launched'].includes(current.status)) return
    await updateAttempt(trx, current, {
      status: end.to,
      reason: end.reason,
      launch_sealed: null,
      enquire_at: null,
    })
    const stops = end.stopsPayment === true && isOpen(payment.status)
    const data = { attempt: attempt.id, reason: end.reason, respcd: end.respcd }
    await writePayment(trx, deps, {
      payment,
      ...(stops && { set: { status: 'failed' as const, payer_identity_sealed: null } }),
      events: [
        { type: `attempt.${end.to}`, data },
        ...(stops ? [{ type: 'payment.failed' as const, data }] : []),
      ],
    })
  })
  deps.changes.announce(attempt.paymentId)
}
