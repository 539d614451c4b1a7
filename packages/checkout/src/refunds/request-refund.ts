import { hash } from 'node:crypto'
import { readApprovalThreshold } from '../accounts/read-accounts.ts'
import { apiKeyOf, whoOf, type Acting, type Who } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import type { EventDraft } from '../events/event-data.ts'
import { remainingOf } from '../payments/attempt.ts'
import { changeCharge, lockCharge, type Charge } from '../payments/change-charge.ts'
import { isInReview, type Review } from '../payments/review.ts'
import type { EventWriter } from '../webhooks/queue-webhooks.ts'
import { approvalEnd, needsApproval } from './approval.ts'
import { findRefund, findRefundByReference, findNextRefund, insertRefund } from './refund-store.ts'
import { isPostponed, type Refund, type RefundCause } from './refund.ts'

export type NewRefund = {
  readonly attemptId: string
  /** Integer, in the currency's minor unit; all that remains if absent. */
  readonly amount?: number | undefined
  readonly cause: RefundCause
  /** Who asks for it; nobody if Tael itself must not keep the charge. */
  readonly requestedBy?: Who
  /** Whether to allow it while its payment is in review. */
  readonly evenIfInReview: boolean
  /** The merchant's own number for it; one refund for each. */
  readonly reference?: string | undefined
  readonly reason?: string | undefined
}

export type RequestRefund =
  | { readonly kind: 'requested' | 'repeated'; readonly refund: Refund }
  /** Another refund of this account has the reference. */
  | { readonly kind: 'reference-taken'; readonly refund: Refund }
  /** This attempt has no proved charge. */
  | { readonly kind: 'not-charged' }
  /** A person has to look at the payment first. */
  | { readonly kind: 'in-review'; readonly reviews: readonly Review[] }
  /** More than remains; other refunds have reserved the rest. */
  | { readonly kind: 'exceeds-remaining'; readonly remaining: number }

/**
 * Reserves an amount of a charge and records the refund; the worker sends it. Holds the payment's lock, so
 * refunds never add up to more than was paid, however many come together. It looks for an earlier request
 * first and judges afterwards: a repeat is never refused.
 */
export async function requestRefund(
  trx: Trx,
  deps: EventWriter & Acting,
  request: Omit<NewRefund, 'cause' | 'requestedBy'>,
): Promise<RequestRefund> {
  requirePermission(deps.actor, 'refund')
  const requested = await startRefund(trx, deps, {
    ...request,
    cause: 'merchant',
    requestedBy: whoOf(deps.actor),
  })
  if (requested.kind !== 'requested') return requested
  const { id, accountId, paymentId, amount, currency, status } = requested.refund
  await recordAction(trx, deps, {
    action: 'refund.requested',
    subject: { type: 'refund', id, accountId },
    after: { payment: paymentId, amount, currency, status },
  })
  return requested
}

/** The same in a transaction of its own. */
export async function requestRefundOnce(
  deps: EventWriter & Pick<Deps, 'database' | 'changes'> & Acting,
  request: Omit<NewRefund, 'cause' | 'requestedBy'>,
): Promise<RequestRefund> {
  const requested = await inTransaction(deps.database, (trx) => requestRefund(trx, deps, request))
  if ('refund' in requested) deps.changes.announce(requested.refund.paymentId)
  return requested
}

/** The same for a refund that nobody asks for: of money that came twice, or too late. */
export async function startRefund(
  trx: Trx,
  deps: EventWriter,
  request: NewRefund,
): Promise<RequestRefund> {
  const charge = await lockCharge(trx, request.attemptId)
  if (charge === undefined) return { kind: 'not-charged' }
  const fingerprint = fingerprintOf(request)
  const earlier =
    request.reference === undefined
      ? undefined
      : await findRefundByReference(trx, charge.payment.accountId, request.reference)
  if (earlier !== undefined) {
    const isRepeat = earlier.fingerprint === fingerprint
    return { kind: isRepeat ? 'repeated' : 'reference-taken', refund: earlier }
  }
  if (charge.attempt.charged === 0) return { kind: 'not-charged' }
  const { payment } = charge
  if (isInReview(payment) && !request.evenIfInReview) {
    return { kind: 'in-review', reviews: payment.reviews }
  }
  const remaining = remainingOf(charge.attempt)
  const amount = request.amount ?? remaining
  if (amount < 1 || amount > remaining) return { kind: 'exceeds-remaining', remaining }
  return record(trx, deps, { ...request, charge, amount, fingerprint })
}

async function record(
  trx: Trx,
  deps: EventWriter,
  request: NewRefund & {
    readonly charge: Charge
    readonly amount: number
    readonly fingerprint: string
  },
): Promise<RequestRefund> {
  const { charge, amount, cause, requestedBy, reference, reason } = request
  const { payment, attempt } = charge
  const id = deps.newId('ref')
  const now = deps.clock.now()
  const next = await findNextRefund(trx, { attemptId: attempt.id, now })
  const isFirst = next === undefined || isPostponed(next, now)
  const threshold = requestedBy && (await readApprovalThreshold(trx, payment.accountId))
  const isAwaiting = needsApproval(threshold, { amount, reserved: attempt.refundReserved })
  const approveUntil = approvalEnd({ createdAt: now })
  const isNew = await insertRefund(trx, {
    id,
    account_id: payment.accountId,
    payment_id: payment.id,
    attempt_id: attempt.id,
    reference: reference ?? null,
    fingerprint: request.fingerprint,
    amount,
    currency: payment.currency,
    cause,
    reason: reason ?? null,
    status: isAwaiting ? 'awaiting_approval' : 'requested',
    syssn: null,
    refusal: null,
    created_at: now,
    sent_at: null,
    ended_at: null,
    work_at: isAwaiting ? approveUntil : isFirst ? now : null,
    needs_approval: isAwaiting,
    requested_by: requestedBy === undefined ? null : JSON.stringify(requestedBy),
    approved_by: null,
    approved_at: null,
  })
  if (!isNew) return taken(trx, payment.accountId, request)
  await changeCharge(trx, deps, {
    charge,
    reserve: amount,
    events: [
      {
        type: 'refund.requested',
        data: {
          refund: id,
          attempt: attempt.id,
          amount,
          currency: payment.currency,
          cause,
          reference,
          reason,
          api_key: apiKeyOf(requestedBy),
        },
      },
      ...(isAwaiting ? [awaitingApproval({ id, amount }, approveUntil)] : []),
    ],
  })
  const refund = await findRefund(trx, id)
  if (refund === undefined) throw new Error(`${id} vanished`)
  return { kind: 'requested', refund }
}

function awaitingApproval(
  { id, amount }: Pick<Refund, 'id' | 'amount'>,
  until: Date,
): EventDraft<'refund.awaiting_approval'> {
  return {
    type: 'refund.awaiting_approval',
    data: { refund: id, amount, until: until.toISOString() },
  }
}

/** Two payments of an account got simultaneous refund requests with the same reference. */
async function taken(
  trx: Trx,
  accountId: string,
  request: { readonly reference?: string | undefined },
): Promise<RequestRefund> {
  const { reference } = request
  const refund = reference && (await findRefundByReference(trx, accountId, reference))
  if (!refund) throw new Error(`A refund with reference ${reference} vanished`)
  return { kind: 'reference-taken', refund }
}

function fingerprintOf({ attemptId, amount, reason }: NewRefund): string {
  return hash('sha256', JSON.stringify([attemptId, amount ?? 'all', reason ?? '']))
}
