import type { Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import type { EventDraft } from '../events/event.ts'
import { findAttempt, updateAttempt } from './attempt-store.ts'
import { isCalledFor, withoutReasons, withReason } from './attention.ts'
import type { Attempt } from './attempt.ts'
import { lockPaymentOf, writePayment } from './payment-store.ts'
import type { Payment } from './payment.ts'

/** What an attempt took from its payer, locked with its payment. */
export type Charge = { readonly payment: Payment; readonly attempt: Attempt }

/** Keeps every other writer of the attempt's payment waiting until the transaction ends. */
export async function lockCharge(
  trx: Transaction<Tables>,
  attemptId: string,
): Promise<Charge | undefined> {
  const payment = await lockPaymentOf(trx, attemptId)
  const attempt = payment && (await findAttempt(trx, attemptId))
  return attempt && { payment, attempt }
}

/** How much of a charge is neither given back nor asked back. */
export function restOf(attempt: Pick<Attempt, 'charged' | 'refundReserved'>): number {
  return attempt.charged - attempt.refundReserved
}

/**
 * Writes what a refund changes on a locked charge, and the events that tell of it, or neither. The
 * schema, too, refuses to reserve more than was charged.
 */
export async function changeCharge(
  trx: Transaction<Tables>,
  deps: Parameters<typeof writePayment>[1],
  change: {
    readonly charge: Charge
    /** Added to what is reserved; negative when a refund has failed. */
    readonly reserve?: number
    /** Given back, to the payer whose charge it is. */
    readonly refunded?: number
    /** Calls for a person, unless one was called for this already. */
    readonly attention?: string | undefined
    /** What a person was called for and is no more. */
    readonly relieved?: readonly string[]
    readonly events: readonly EventDraft[]
  },
): Promise<void> {
  const { charge, reserve = 0, refunded = 0, attention, relieved = [], events } = change
  const { payment, attempt } = charge
  if (reserve !== 0) {
    await updateAttempt(trx, attempt, { refund_reserved: attempt.refundReserved + reserve })
  }
  const left = withoutReasons(payment.frozenReason, relieved)
  const isCalled = attention !== undefined && !isCalledFor(left, attention)
  // What was given back of a charge that never paid the payment leaves the payment paid in full.
  const isOfPayment = payment.succeededAttemptId === attempt.id
  await writePayment(trx, deps, {
    payment,
    set: {
      frozen_reason: (isCalled ? withReason(left, attention) : left) ?? null,
      ...(refunded !== 0 && isOfPayment && { refunded: payment.refunded + refunded }),
    },
    events: isCalled
      ? [...events, { type: 'payment.frozen', data: { attempt: attempt.id, reason: attention } }]
      : events,
  })
}
