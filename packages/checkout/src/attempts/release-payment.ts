import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { findAttempts, updateAttempt } from '../payments/attempt-store.ts'
import { changeAttempt, isUnderWay, type Attempt } from '../payments/attempt.ts'
import { enquireAttempts } from './enquire-attempt.ts'
import { lockPayment, writePayment } from '../payments/payment-store.ts'
import type { Payment } from '../payments/payment.ts'

export type Release = {
  readonly by: 'merchant' | 'operator'
  /** What the person found and did; kept on the time line, which the merchant reads. */
  readonly note: string
  /** The reason that he has read; nothing is released when it is another by now. */
  readonly seen?: string
}

const LAST_LOOK_MS = 5_000

/**
 * Ends the attention for a payment that a person has looked at. It proves nothing: the payment goes
 * on as it stands, and may be paid, expire or be canceled again. The attempts that it was frozen
 * for are over; whatever makes us ask about them again and find the same freezes it again.
 */
export async function releasePayment(
  deps: Deps,
  paymentId: string,
  { by, note, seen }: Release,
): Promise<{ readonly kind: 'released' | 'not-frozen' | 'changed'; readonly payment: Payment }> {
  // QFPay may have mended its row since: then the money is proved before anything is given up.
  const doubted = (await findAttempts(deps.database.db, paymentId)).filter(isGivenUp)
  await enquireAttempts(deps, doubted, { withinMs: LAST_LOOK_MS })
  const released = await inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, paymentId)
    const reason = payment.frozenReason
    if (reason === undefined) return { kind: 'not-frozen' as const, payment }
    if (seen !== undefined && seen !== reason) return { kind: 'changed' as const, payment }
    const over = (await findAttempts(trx, paymentId)).filter(isGivenUp)
    for (const attempt of over) {
      const { to } = changeAttempt(attempt.status, 'given-up')
      if (to) await updateAttempt(trx, attempt, { status: to, launch_sealed: null })
    }
    await writePayment(trx, deps, {
      payment,
      set: { frozen_reason: null },
      events: [
        { type: 'payment.released', data: { reason, note, by } },
        ...over.map((attempt) => ({
          type: 'attempt.lapsed' as const,
          data: { attempt: attempt.id, reason: attempt.reason },
        })),
      ],
    })
    return { kind: 'released' as const, payment: await lockPayment(trx, paymentId) }
  })
  deps.changes.announce(paymentId)
  return released
}

/** Only a freeze stops the questions about an attempt that has not ended. */
function isGivenUp({ status, enquireAt }: Attempt): boolean {
  return isUnderWay(status) && enquireAt === undefined
}
