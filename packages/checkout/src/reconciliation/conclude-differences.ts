import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { changeCharge, lockCharge } from '../payments/change-charge.ts'
import { enquireAttempt } from '../payments/enquire-attempt.ts'
import { readOrders } from '../payments/read-orders.ts'
import { enquireRefund } from '../refunds/enquire-refund.ts'
import { readRefund } from '../refunds/read-refunds.ts'
import { concludeDifference, deleteDifference } from './difference-store.ts'
import {
  judgeOrder,
  judgeRefund,
  sideOfVerdict,
  type Difference,
  type DifferenceOutcome,
} from './difference.ts'
import { updateReconciliation } from './reconciliation-store.ts'
import { countIn, leaseFrom, type Reconciliation } from './reconciliation.ts'

type Concluded = Difference & { readonly outcome: DifferenceOutcome }

/**
 * Finds out what comes of differences. Each that concerns an order of ours is asked about by its own
 * number first, and settled as any enquiry settles it; what still differs calls for a person. May be
 * repeated: another process that goes on finds the same. Undefined when that one has the run.
 */
export async function concludeDifferences(
  deps: Deps,
  run: Reconciliation,
  differences: readonly Difference[],
): Promise<Reconciliation | undefined> {
  const ends = await Promise.all(differences.map((difference) => conclude(deps, difference)))
  const concluded = ends.filter((end) => end !== undefined)
  const reported = concluded.filter(({ outcome }) => outcome === 'reported')
  for (const difference of reported) await callForPerson(deps, difference)
  const kept = new Set(concluded.map(({ id }) => id))
  const none = differences.filter(({ id }) => !kept.has(id))
  return inTransaction(deps.database, async (trx) => {
    const held = await updateReconciliation(trx, run, {
      status: 'running',
      failure: null,
      failures: 0,
      counts: JSON.stringify(countIn(run.counts, concluded)),
      work_at: leaseFrom(deps.clock.now()),
    })
    if (held === undefined) return undefined
    for (const difference of concluded) await concludeDifference(trx, difference)
    for (const { id } of none) await deleteDifference(trx, id)
    return held
  })
}

/** Undefined: there is no difference after all. */
async function conclude(deps: Deps, difference: Difference): Promise<Concluded | undefined> {
  const { refundId, attemptId, isDoubtful } = difference
  if (!isDoubtful) return { ...difference, outcome: 'reported' }
  if (refundId !== undefined) return concludeRefund(deps, difference, refundId)
  if (attemptId !== undefined) return concludeOrder(deps, difference, attemptId)
  return { ...difference, outcome: 'reported' }
}

async function concludeOrder(
  deps: Deps,
  difference: Difference,
  attemptId: string,
): Promise<Concluded | undefined> {
  const before = await orderOf(deps, attemptId)
  const verdict = await enquireAttempt(deps, before.attempt, 'reconciling')
  const order = await orderOf(deps, attemptId)
  const finding = judgeOrder(order, verdict)
  if (finding !== undefined) {
    return { ...difference, ...finding, theirs: sideOfVerdict(verdict), outcome: 'reported' }
  }
  const wasSettled = difference.ours?.status === 'succeeded'
  // Neither side says so any more: QFPay's list was ahead of itself.
  if (wasSettled || order.attempt.status !== 'succeeded') return undefined
  const isKept = order.payment.succeededAttemptId === attemptId
  return {
    ...difference,
    message: isKept ? 'It is settled now' : 'It is settled now, and the money goes back by itself',
    outcome: isKept ? 'settled' : 'given_back',
  }
}

async function concludeRefund(
  deps: Deps,
  difference: Difference,
  refundId: string,
): Promise<Concluded | undefined> {
  const verdict = await enquireRefund(deps, await refundOf(deps, refundId), 'reconciling')
  const refund = await refundOf(deps, refundId)
  const finding = judgeRefund(refund, verdict)
  if (finding !== undefined) {
    return { ...difference, ...finding, theirs: sideOfVerdict(verdict), outcome: 'reported' }
  }
  if (difference.ours?.status === 'succeeded' || refund.status !== 'succeeded') return undefined
  return { ...difference, message: 'The refund is settled now', outcome: 'settled' }
}

/** Nothing is decided about the payment until somebody has looked. */
async function callForPerson(deps: Deps, difference: Difference): Promise<void> {
  const { attemptId, paymentId, reconciliationId, kind, message } = difference
  if (attemptId === undefined || paymentId === undefined) return
  deps.log.error('reconciliation.difference', {
    reconciliation: reconciliationId,
    difference: difference.id,
    kind,
    payment: paymentId,
  })
  const subject = difference.refundId ?? attemptId
  await inTransaction(deps.database, async (trx) => {
    const charge = await lockCharge(trx, attemptId)
    if (charge === undefined || charge.payment.frozenReason !== undefined) return
    const attention = `${subject}: ${message} (${reconciliationId})`
    await changeCharge(trx, deps, { charge, attention, events: [] })
  })
  deps.changes.announce(paymentId)
}

async function orderOf(deps: Deps, attemptId: string) {
  const [order] = await readOrders(deps, { ids: [attemptId] })
  if (order === undefined) throw new Error(`${attemptId} vanished`)
  return order
}

async function refundOf(deps: Deps, refundId: string) {
  const refund = await readRefund(deps, refundId)
  if (refund === undefined) throw new Error(`${refundId} vanished`)
  return refund
}
