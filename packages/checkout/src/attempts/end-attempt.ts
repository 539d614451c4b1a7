import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { findAttempt, updateAttempt } from '../payments/attempt-store.ts'
import { changeAttempt, type Attempt, type AttemptChange } from '../payments/attempt.ts'
import { lockPayment, writePayment } from '../payments/payment-store.ts'
import { transition } from '../payments/payment.ts'

/** Ends an attempt that nobody can pay any more. Changes nothing if another process was faster. */
export async function endAttempt(
  deps: Deps,
  attempt: Attempt,
  end: {
    readonly by: Extract<AttemptChange, 'refused' | 'given-up'>
    readonly reason: string
    readonly respcd?: string
    /** No other attempt could succeed either, so the payment fails with it. */
    readonly stopsPayment?: boolean
  },
): Promise<void> {
  await inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, attempt.paymentId)
    const current = await findAttempt(trx, attempt.id)
    const to = current && changeAttempt(current.status, end.by).to
    if (current === undefined || to === undefined) return
    await updateAttempt(trx, current, {
      status: to,
      reason: end.reason,
      launch_sealed: null,
      enquire_at: null,
    })
    const stops = end.stopsPayment === true && transition(payment, 'stopped').kind === 'moved'
    const data = { attempt: attempt.id, reason: end.reason, respcd: end.respcd }
    await writePayment(trx, deps, {
      payment,
      ...(stops && { set: { status: 'failed' as const } }),
      events: [
        { type: to === 'failed' ? 'attempt.failed' : 'attempt.lapsed', data },
        ...(stops ? [{ type: 'payment.failed' as const, data }] : []),
      ],
    })
  })
  deps.changes.announce(attempt.paymentId)
}
