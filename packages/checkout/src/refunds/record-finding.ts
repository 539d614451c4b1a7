import type { Transaction } from 'kysely'
import type { Account } from '../accounts/account.ts'
import type { Tables } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { isCalledFor, reasonsAbout } from '../payments/attention.ts'
import { changeCharge, lockCharge, restOf, type Charge } from '../payments/change-charge.ts'
import { findRefund, findTurn, updateRefund, wakeTurn } from './refund-store.ts'
import {
  isOverdue,
  settleRefund,
  type Refund,
  type RefundFinding,
  type RefundMove,
} from './refund.ts'

type Move<To> = Extract<RefundMove, { to: To }>

/**
 * Brings a refund to where a finding says it is. May be called with the same finding any number of
 * times, from anywhere. Whoever waits for this one's end is woken in the same transaction.
 */
export async function recordFinding(
  deps: Deps,
  account: Account,
  { id, attemptId, paymentId }: Refund,
  finding: RefundFinding,
): Promise<void> {
  const { utcOffset } = account.settings
  const now = deps.clock.now()
  await inTransaction(deps.database, async (trx) => {
    const charge = await lockCharge(trx, attemptId)
    const refund = await findRefund(trx, id)
    if (charge === undefined || refund === undefined) throw new Error(`${id} vanished`)
    const found = { charge, refund, now }
    const move = settleRefund(refund, finding, { now, utcOffset })
    switch (move.to) {
      case 'succeeded':
        await succeed(trx, deps, { ...found, move })
        break
      case 'failed':
        await fail(trx, deps, { ...found, move })
        break
      case 'requested':
        await postpone(trx, deps, { ...found, move })
        break
      case 'pending':
        await follow(trx, deps, { ...found, move })
        break
      case undefined:
        // A failed one was asked about once more: nothing is left to do.
        if (refund.status === 'failed') await updateRefund(trx, refund, { work_at: null })
        return
    }
    // One refund of a charge is with the gateway at a time; the next one's turn comes with its end.
    await wakeTurn(trx, attemptId, now)
  })
  deps.changes.announce(paymentId)
}

type Found<To> = {
  readonly charge: Charge
  readonly refund: Refund
  readonly now: Date
  readonly move: Move<To>
}

async function succeed(
  trx: Transaction<Tables>,
  deps: Deps,
  { charge, refund, now, move }: Found<'succeeded'>,
): Promise<void> {
  const reserve = refund.status === 'failed' ? refund.amount : 0
  if (reserve > restOf(charge.attempt)) {
    const attention = `${refund.id} had failed and was done all the same; more was given back than was paid`
    deps.log.error('refund.exceeds_charge', { refund: refund.id, attempt: charge.attempt.id })
    await updateRefund(trx, refund, { work_at: null })
    await changeCharge(trx, deps, { charge, attention, events: [] })
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
  const isOpen = (await findTurn(trx, charge.attempt.id, now)) !== undefined
  const isWhole = restOf(charge.attempt) === reserve && !isOpen
  await changeCharge(trx, deps, {
    charge,
    reserve,
    refunded: refund.amount,
    ...(move.alsoAs !== undefined && {
      attention: `${refund.id} was done twice at QFPay, as ${move.syssn} and as ${move.alsoAs}`,
    }),
    relieved: [...relieved(charge, refund, move), ...(isWhole ? [notGivenBack(refund)] : [])],
    events: [
      {
        type: 'refund.succeeded',
        data: { refund: refund.id, amount: refund.amount, syssn: move.syssn, ...move.told },
      },
    ],
  })
}

async function fail(
  trx: Transaction<Tables>,
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
    // The merchant reads the refusal of his own refund; nobody has asked for ours.
    ...(refund.cause !== 'merchant' && { attention: notGivenBack(refund) }),
    relieved: relieved(charge, refund, move),
    events: [
      {
        type: 'refund.failed',
        data: { refund: refund.id, amount: refund.amount, ...refusal, ...move.told },
      },
    ],
  })
}

async function postpone(
  trx: Transaction<Tables>,
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
    ...(move.refusal === undefined && isOverdue(refund, now) && { attention: unanswered(refund) }),
    // What was never received is sent again as if nothing had been: only a refusal is news.
    events: move.refusal
      ? [{ type: 'refund.postponed', data: { refund: refund.id, until, ...move.refusal } }]
      : [],
  })
}

async function follow(
  trx: Transaction<Tables>,
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
  const overdue = isOverdue(refund, now) ? unanswered(refund) : undefined
  const attention = move.doubt === undefined ? overdue : `${refund.id}: ${move.doubt}`
  if (attention === undefined || isCalledFor(charge.payment.frozenReason, attention)) return
  deps.log.error('refund.needs_attention', { refund: refund.id, reason: attention })
  await changeCharge(trx, deps, { charge, attention, events: [] })
}

/** What was put off is with the gateway after all, unless another of its charge is there. */
async function resume(
  trx: Transaction<Tables>,
  deps: Deps,
  { charge, refund, now, move }: Found<'pending'>,
): Promise<void> {
  const turn = await findTurn(trx, refund.attemptId, now)
  if (turn?.status === 'pending') {
    await updateRefund(trx, refund, { work_at: move.at })
    return
  }
  await updateRefund(trx, refund, { status: 'pending', work_at: move.at, refusal: null })
  const data = { refund: refund.id, amount: refund.amount }
  await changeCharge(trx, deps, { charge, events: [{ type: 'refund.pending', data }] })
}

/** Who tells how a refund has ended has looked at all that it called for. */
function relieved(
  { payment }: Charge,
  refund: Refund,
  { told }: Pick<Move<'succeeded'>, 'told'>,
): readonly string[] {
  return [unanswered(refund), ...(told ? reasonsAbout(payment.frozenReason, refund.id) : [])]
}

/** A refund that nobody answers for; taken back when it ends. */
function unanswered({ id }: Refund): string {
  return `${id} has had no end at QFPay for a day: ask QFPay about it`
}

/** A charge that must not be kept and could not be given back; taken back when all of it is. */
function notGivenBack({ attemptId }: Refund): string {
  return `${attemptId} is to be given back and could not be: refund it, naming the attempt`
}
