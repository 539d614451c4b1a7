import type { Account } from '../accounts/account.ts'
import type { Trx } from '../database/schema.ts'
import type { Deps } from '../deps.ts'
import { remainingOf } from '../payments/attempt.ts'
import { changeCharge, type Charge } from '../payments/change-charge.ts'
import { newReview } from '../payments/review-message.ts'
import { hasReview, reviewsAbout, type Review, type ReviewKey } from '../payments/review.ts'
import { changeRefund, type LockedRefund } from './change-refund.ts'
import {
  findNextRefund,
  hasOpenRefund,
  updateRefund,
  wakeNextRefund,
  wakeFailed,
} from './refund-store.ts'
import {
  isOverdue,
  decideRefund,
  type Refund,
  type RefundFinding,
  type RefundMove,
} from './refund.ts'

type Move<To> = Extract<RefundMove, { to: To }>

/**
 * Brings a refund to the state that a finding proves. Safe to call with the same finding any number of
 * times, from anywhere. Wakes the refunds that wait for this one's end, in the same transaction; `alsoWrite`
 * runs in it, too, if the finding changes the refund.
 */
export async function applyFinding(
  deps: Deps,
  account: Account,
  named: Refund,
  {
    finding,
    alsoWrite,
  }: {
    readonly finding: RefundFinding
    readonly alsoWrite?: (trx: Trx) => Promise<void>
  },
): Promise<void> {
  const { utcOffset } = account.settings
  await changeRefund(deps, named, async (trx, locked) => {
    const { refund, now } = locked
    const move = decideRefund(refund, finding, { now, utcOffset })
    switch (move.to) {
      case 'succeeded':
        await succeed(trx, deps, { ...locked, move })
        break
      case 'failed':
        await fail(trx, deps, { ...locked, move })
        break
      case 'requested':
        await postpone(trx, deps, { ...locked, move })
        break
      case 'pending':
        await follow(trx, deps, { ...locked, move })
        break
      case undefined:
        // QFPay did an older number, which it had postponed, when the newest had ended the refund.
        await openReview(trx, deps, locked, doneTwice(refund, move))
        // A failed one was asked about once more; nothing is left to do.
        if (refund.status === 'failed') await updateRefund(trx, refund, { work_at: null })
        return
    }
    // The gateway has one refund of a charge at a time; the next one's turn comes when it ends.
    await wakeNextRefund(trx, refund.attemptId, now)
    await alsoWrite?.(trx)
  })
}

type Done = Pick<Move<'succeeded'>, 'syssn' | 'alsoAs'>
type Found<To> = LockedRefund & { readonly move: Move<To> }

async function succeed(
  trx: Trx,
  deps: Deps,
  { charge, refund, now, move }: Found<'succeeded'>,
): Promise<void> {
  const reserve = refund.status === 'failed' ? refund.amount : 0
  const review = newReview({ code: 'refund_done_after_failure', subject: refund.id })
  if (reserve > remainingOf(charge.attempt)) {
    deps.log.error('refund.exceeds_charge', { refund: refund.id, attempt: charge.attempt.id })
    await updateRefund(trx, refund, { work_at: null })
    await changeCharge(trx, deps, { charge, review, events: [] })
    return
  }
  await updateRefund(trx, refund, {
    status: 'succeeded',
    syssn: move.syssn ?? refund.syssn ?? null,
    refusal: null,
    sent_at: refund.sentAt ?? now,
    ended_at: now,
    work_at: null,
  })
  const isOpen = await hasOpenRefund(trx, charge.attempt.id)
  const isWhole = remainingOf(charge.attempt) === reserve && !isOpen
  await changeCharge(trx, deps, {
    charge,
    reserve,
    refunded: refund.amount,
    review: doneTwice(refund, move),
    closed: [
      ...closedBy(charge, refund, move),
      review,
      ...(isWhole ? [automaticRefundFailed(refund)] : []),
    ],
    events: [
      {
        type: 'refund.succeeded',
        data: { refund: refund.id, amount: refund.amount, syssn: move.syssn, ...move.confirmation },
      },
    ],
  })
}

async function fail(
  trx: Trx,
  deps: Deps,
  { charge, refund, now, move }: Found<'failed'>,
): Promise<void> {
  const { refusal } = move
  const { code, respcd, message } = refusal
  deps.log.error('refund.failed', { refund: refund.id, refusal: code, respcd, message })
  await updateRefund(trx, refund, {
    status: 'failed',
    refusal: JSON.stringify(refusal),
    ended_at: now,
    work_at: null,
  })
  await changeCharge(trx, deps, {
    charge,
    reserve: -refund.amount,
    // The merchant reads the refusal of their own refund; nobody asked for ours.
    ...(refund.cause !== 'merchant' && { review: automaticRefundFailed(refund) }),
    closed: closedBy(charge, refund, move),
    events: [
      {
        type: 'refund.failed',
        data: { refund: refund.id, amount: refund.amount, ...refusal, ...move.confirmation },
      },
    ],
  })
  await wakeUnrecorded(trx, charge, now)
}

/** An amount is free again: perhaps now one fits that QFPay did after it had failed. */
export async function wakeUnrecorded(trx: Trx, { payment }: Charge, now: Date): Promise<void> {
  const unrecorded = payment.reviews.filter(({ code }) => code === 'refund_done_after_failure')
  await wakeFailed(
    trx,
    unrecorded.map(({ subject }) => subject),
    now,
  )
}

async function postpone(
  trx: Trx,
  deps: Deps,
  { charge, refund, now, move }: Found<'requested'>,
): Promise<void> {
  await updateRefund(trx, refund, {
    status: 'requested',
    work_at: move.at,
    ...(move.refusal && {
      refusal: JSON.stringify(move.refusal),
      postponements: refund.postponements + 1,
    }),
  })
  const until = move.at.toISOString()
  await changeCharge(trx, deps, {
    charge,
    ...(move.refusal === undefined && isOverdue(refund, now) && { review: overdue(refund) }),
    // If QFPay never received it, Tael retries silently: only a refusal is news.
    events: move.refusal
      ? [{ type: 'refund.postponed', data: { refund: refund.id, until, ...move.refusal } }]
      : [],
  })
}

async function follow(
  trx: Trx,
  deps: Deps,
  { charge, refund, now, move }: Found<'pending'>,
): Promise<void> {
  if (refund.status === 'requested') {
    await resume(trx, deps, { charge, refund, now, move })
    return
  }
  await updateRefund(trx, refund, {
    work_at: move.at,
    ...(move.syssn !== undefined && { syssn: move.syssn }),
    ...(move.refusal && { refusal: JSON.stringify(move.refusal) }),
  })
  const review = doubted(refund, move) ?? (isOverdue(refund, now) ? overdue(refund) : undefined)
  await openReview(trx, deps, { charge, refund }, review)
}

/** A postponed refund is with the gateway after all, unless another one of its charge is there. */
async function resume(
  trx: Trx,
  deps: Deps,
  { charge, refund, now, move }: Found<'pending'>,
): Promise<void> {
  const next = await findNextRefund(trx, { attemptId: refund.attemptId, now })
  if (next?.status === 'pending') {
    await updateRefund(trx, refund, { work_at: move.at })
    return
  }
  await updateRefund(trx, refund, { status: 'pending', work_at: move.at, refusal: null })
  const data = { refund: refund.id, amount: refund.amount }
  await changeCharge(trx, deps, { charge, events: [{ type: 'refund.pending', data }] })
}

/** Calls a person to a refund, if there is a reason and nobody has been called for it. */
export async function openReview(
  trx: Trx,
  deps: Deps,
  { charge, refund }: Pick<LockedRefund, 'charge' | 'refund'>,
  review: Review | undefined,
): Promise<void> {
  if (review === undefined || hasReview(charge.payment.reviews, review)) return
  deps.log.error('refund.needs_review', { refund: refund.id, ...review })
  await changeCharge(trx, deps, { charge, review, events: [] })
}

/** A person who says how a refund has ended has looked at all reviews about it. */
function closedBy(
  { payment }: Charge,
  refund: Refund,
  { confirmation }: Pick<Move<'succeeded'>, 'confirmation'>,
): readonly ReviewKey[] {
  return [overdue(refund), ...(confirmation ? reviewsAbout(payment.reviews, refund.id) : [])]
}

function doubted({ id }: Refund, { doubt }: Move<'pending'>): Review | undefined {
  return doubt === undefined
    ? undefined
    : newReview({ code: 'refund_amount_mismatch', subject: id, facts: doubt })
}

function doneTwice({ id }: Refund, { syssn = '', alsoAs }: Done): Review | undefined {
  return alsoAs === undefined
    ? undefined
    : newReview({
        code: 'refund_done_twice',
        subject: id,
        facts: { finding: 'refunded_twice', syssns: [syssn, alsoAs] },
      })
}

/** A refund that QFPay does not end; the review closes when it ends. */
export function overdue({ id }: Refund): Review {
  return newReview({ code: 'refund_overdue', subject: id })
}

/** A charge that Tael must not keep and could not refund; the review closes when all of it is refunded. */
function automaticRefundFailed({ attemptId }: Refund): Review {
  return newReview({ code: 'automatic_refund_failed', subject: attemptId })
}
