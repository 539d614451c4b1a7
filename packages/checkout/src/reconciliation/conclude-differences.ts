import { isQfpayError } from '@tael/qfpay'
import { enquireAttempt } from '../attempts/enquire-attempt.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import { isUnderWay } from '../payments/attempt.ts'
import { changeCharge, lockCharge } from '../payments/change-charge.ts'
import { readOrders } from '../payments/read-orders.ts'
import { enquireRefund } from '../refunds/enquire-refund.ts'
import { readRefund } from '../refunds/read-refunds.ts'
import { isRefundOpen } from '../refunds/refund.ts'
import { concludeDifference, countTry, deleteDifference } from './difference-store.ts'
import { isResolvedAlready } from './difference-work-store.ts'
import {
  answerOf,
  isListedForGood,
  judgeOrder,
  judgeRefund,
  MAX_TRIES,
  reviewOf,
  sideOfVerdict,
  withAnswer,
  withFacts,
  type Difference,
  type DifferenceOutcome,
} from './difference.ts'
import { updateReconciliation } from './reconciliation-store.ts'
import { countIn, proceed, stall, type Reconciliation } from './reconciliation.ts'

type Concluded = Difference & { readonly outcome: DifferenceOutcome }

/** The result of asking about one difference. */
type End =
  | { readonly kind: 'concluded'; readonly difference: Concluded }
  /** There is no difference after all. */
  | { readonly kind: 'none'; readonly difference: Difference }
  /** Tael asks about it again later. */
  | {
      readonly kind: 'unanswered'
      readonly difference: Difference
      readonly error: unknown
      /** False: QFPay was not asked. */
      readonly wasAsked: boolean
    }

/**
 * Concludes each difference separately. If it is about an order of Tael's, Tael first asks QFPay by the
 * order's number and records the answer like any enquiry; a difference that remains opens a review. If
 * QFPay does not answer, Tael asks again later, and in the end reports the difference as it is. Safe to
 * repeat: another process that continues finds the same. Undefined if another process has the run.
 */
export async function concludeDifferences(
  deps: Deps,
  run: Reconciliation,
  differences: readonly Difference[],
): Promise<Reconciliation | undefined> {
  const ends = await Promise.all(differences.map((difference) => endOf(deps, difference)))
  const concluded = ends.flatMap((end) => (end.kind === 'concluded' ? [end.difference] : []))
  const reported = concluded.filter(({ outcome }) => outcome === 'reported')
  for (const difference of reported) {
    // A person has looked at it already, and neither side has changed since.
    if (await isResolvedAlready(deps.database.db, difference)) continue
    await openReview(deps, difference)
  }
  const unanswered = ends.find((end) => end.kind === 'unanswered')
  const now = deps.clock.now()
  if (unanswered !== undefined) {
    deps.log.warn('reconciliation.postponed', { reconciliation: run.id, error: unanswered.error })
  }
  return inTransaction(deps.database, async (trx) => {
    const held = await updateReconciliation(trx, run, {
      counts: JSON.stringify(countIn(run.counts, concluded)),
      ...(unanswered === undefined ? proceed(now) : stall(run, unanswered.error, now)),
    })
    if (held === undefined) return undefined
    for (const end of ends) {
      if (end.kind === 'concluded') await concludeDifference(trx, end.difference)
      else if (end.kind === 'none') await deleteDifference(trx, end.difference.id)
      else if (end.wasAsked) await countTry(trx, end.difference)
    }
    return held
  })
}

async function endOf(deps: Deps, difference: Difference): Promise<End> {
  try {
    const concluded = await conclude(deps, difference)
    if (concluded === undefined) return { kind: 'none', difference }
    return { kind: 'concluded', difference: concluded }
  } catch (error) {
    const wasAsked = isQfpayError(error)
    if (!wasAsked || difference.tries + 1 < MAX_TRIES) {
      return { kind: 'unanswered', difference, error, wasAsked }
    }
    const answer = { kind: 'unanswered', error: error.message } as const
    const reported = { ...withAnswer(difference, answer), outcome: 'reported' } as const
    return { kind: 'concluded', difference: reported }
  }
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
  const { attempt, payment } = order
  const judgment = judgeOrder(order, verdict)
  if (judgment !== undefined) return reported(difference, judgment, verdict)
  const wasRecorded = difference.ours?.status === 'succeeded'
  if (isMendable(difference) && !wasRecorded && attempt.status === 'succeeded') {
    const isKept = payment.succeededAttemptId === attemptId
    return isKept
      ? { ...withFacts(difference, { finding: 'recorded' }), outcome: 'recorded' }
      : { ...withFacts(difference, { finding: 'recorded_and_refunded' }), outcome: 'refunded' }
  }
  const isFollowed = isUnderWay(attempt.status) && attempt.enquireAt !== undefined
  if (!isListedForGood(difference, { now: deps.clock.now(), isFollowed })) return undefined
  return { ...withAnswer(difference, answerOf(verdict)), outcome: 'reported' }
}

function reported(
  difference: Difference,
  { kind, facts }: NonNullable<ReturnType<typeof judgeOrder>>,
  verdict: EnquiryVerdict,
): Concluded {
  const theirs = sideOfVerdict(verdict)
  return { ...withFacts(difference, facts), kind, theirs, outcome: 'reported' }
}

/** Whether recording the order is all that its row in the list calls for. */
function isMendable({ kind, theirs }: Difference): boolean {
  return ['paid_unrecorded', 'duplicate'].includes(kind) || theirs?.status !== 'succeeded'
}

async function concludeRefund(
  deps: Deps,
  difference: Difference,
  refundId: string,
): Promise<Concluded | undefined> {
  const before = await refundOf(deps, refundId)
  const verdict = await enquireRefund(deps, before, 'reconciling')
  const refund = await refundOf(deps, refundId)
  const judgment = judgeRefund(refund, verdict)
  if (judgment !== undefined) return reported(difference, judgment, verdict)
  const { theirs, ours } = difference
  const isMendable = theirs?.status !== 'succeeded' || theirs.amount === refund.amount
  if (isMendable && ours?.status !== 'succeeded' && refund.status === 'succeeded') {
    return { ...withFacts(difference, { finding: 'recorded' }), outcome: 'recorded' }
  }
  const isFollowed = isRefundOpen(refund)
  if (!isListedForGood(difference, { now: deps.clock.now(), isFollowed })) return undefined
  return { ...withAnswer(difference, answerOf(verdict)), outcome: 'reported' }
}

/** Decides nothing about the payment until a person has looked. */
async function openReview(deps: Deps, difference: Difference): Promise<void> {
  const { attemptId, paymentId, reconciliationId, kind } = difference
  if (attemptId === undefined || paymentId === undefined) return
  const review = reviewOf({ ...difference, attemptId })
  deps.log.error('reconciliation.difference', {
    reconciliation: reconciliationId,
    difference: difference.id,
    kind,
    payment: paymentId,
  })
  await inTransaction(deps.database, async (trx) => {
    const charge = await lockCharge(trx, attemptId)
    if (charge === undefined) return
    await changeCharge(trx, deps, { charge, review, events: [] })
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
