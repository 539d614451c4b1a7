import { isNumber } from '@tael/qfpay'
import { findAccount } from '../accounts/find-account.ts'
import type { Db } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { isLastEnquiry } from '../enquiries/schedule.ts'
import { mismatch, type EnquiryVerdict } from '../enquiries/verdict.ts'
import { listEvents } from '../events/event-store.ts'
import type { EventDraft } from '../events/event.ts'
import { requestRefund } from '../refunds/request-refund.ts'
import { findAttempt, updateAttempt } from './attempt-store.ts'
import { settleAttempt as settled, type Attempt, type AttemptStatus } from './attempt.ts'
import { lockPayment, writePayment } from './payment-store.ts'
import { fateOfMoney, type Payment } from './payment.ts'

type PaidVerdict = Extract<EnquiryVerdict, { kind: 'paid' }>

/**
 * Brings an attempt and its payment to where the gateway's answer says they are. May be called with
 * the same answer any number of times, from anywhere.
 */
export async function settleAttempt(
  deps: Deps,
  attempt: Attempt,
  verdict: EnquiryVerdict,
): Promise<void> {
  const now = deps.clock.now()
  const isLast = isLastEnquiry({ openedAt: attempt.openedAt, now })
  if (!isLast && settled(attempt.status, verdict.kind, isLast).to === undefined) return
  const { settings } = await findAccount(deps, attempt.accountId)
  await inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, attempt.paymentId)
    const current = await findAttempt(trx, attempt.id)
    if (current === undefined) throw new Error(`${attempt.id} vanished`)
    const notifiedAt = isLast ? await lastNotified(trx, payment, current) : undefined
    // What QFPay has notified is asked about as long again, before the contradiction is final.
    const isOver = isLast && isLastEnquiry({ openedAt: notifiedAt ?? attempt.openedAt, now })
    const { to } = settled(current.status, verdict.kind, isOver)
    const doubt =
      verdict.kind === 'paid'
        ? to && mismatch(verdict.transaction, payment)
        : isOver && notifiedAt && NOTIFIED_IN_VAIN
    if (doubt && current.status !== 'succeeded') {
      await freeze(trx, deps, { payment, attempt: current, reason: `${current.id}: ${doubt}` })
      return
    }
    if (to === undefined) {
      if (isOver) await updateAttempt(trx, current, { enquire_at: null })
      return
    }
    await updateAttempt(trx, current, {
      status: to,
      launch_sealed: null,
      // What was refused has been paid after all before now: it is watched like the others.
      ...((verdict.kind !== 'rejected' || isOver) && { enquire_at: null }),
      ...(verdict.kind === 'paid' && {
        syssn: numberOf(verdict, current),
        charged: verdict.transaction.amount,
        reason: null,
      }),
      ...(verdict.kind === 'rejected' && { reason: verdict.meaning.meaning }),
      ...(to === 'lapsed' && { reason: 'It was not paid while it could be' }),
    })
    const fate = fateOfMoney(payment.status, settings.latePayments ?? 'accept')
    await writePayment(trx, deps, change(payment, current, verdict, { to, now, fate }))
    if (verdict.kind !== 'paid' || fate === 'accepted') return
    deps.log.warn(`payment.${fate}`, { payment: payment.id, attempt: current.id })
    await requestRefund(trx, deps, { attemptId: current.id, cause: fate })
  })
  deps.changes.announce(attempt.paymentId)
}

/** The paid row's own number, unless QFPay can't be asked under it and gave a better one before. */
function numberOf({ transaction: { syssn } }: PaidVerdict, attempt: Attempt): string {
  return isNumber(syssn) ? syssn : (attempt.syssn ?? syssn)
}

const NOTIFIED_IN_VAIN = 'QFPay notified a payment that none of its enquiries shows'

async function lastNotified(
  trx: Db,
  payment: Payment,
  attempt: Attempt,
): Promise<Date | undefined> {
  const events = await listEvents(trx, payment.id, { after: 0, limit: payment.sequence })
  return events.findLast(
    ({ type, data }) => type === 'notification.received' && data['attempt'] === attempt.id,
  )?.createdAt
}

type Write = Parameters<typeof writePayment>[2]
type Fate = ReturnType<typeof fateOfMoney>

function change(
  payment: Payment,
  attempt: Attempt,
  verdict: EnquiryVerdict,
  settlement: {
    readonly to: AttemptStatus
    readonly now: Date
    readonly fate: Fate
  },
): Write {
  if (verdict.kind === 'paid') return paid(payment, attempt, { ...settlement, verdict })
  const data =
    verdict.kind === 'rejected'
      ? { attempt: attempt.id, respcd: verdict.respcd, reason: verdict.meaning.meaning }
      : { attempt: attempt.id, answer: verdict.kind }
  return {
    payment,
    events: [{ type: settlement.to === 'failed' ? 'attempt.failed' : 'attempt.lapsed', data }],
  }
}

function paid(
  payment: Payment,
  attempt: Attempt,
  proof: { verdict: PaidVerdict; now: Date; fate: Fate },
): Write {
  const { transaction } = proof.verdict
  const data = {
    attempt: attempt.id,
    syssn: transaction.syssn,
    chnlsn: transaction.chnlsn,
    amount: transaction.amount,
    currency: transaction.currency,
    paid_at: transaction.paidAt?.toISOString(),
    cash_fee: transaction.cashFee,
    cash_fee_currency: transaction.cashFeeCurrency,
    exchange_rate: transaction.exchangeRate,
  }
  const proved: EventDraft = { type: 'attempt.succeeded', data }
  if (proof.fate !== 'accepted') {
    return { payment, events: [proved, { type: `payment.${proof.fate}`, data }] }
  }
  return {
    payment,
    set: {
      status: 'succeeded',
      succeeded_at: transaction.paidAt ?? proof.now,
      succeeded_attempt_id: attempt.id,
      payer_identity_sealed: null,
    },
    events: [proved, { type: 'payment.succeeded', data: { ...data, was: payment.status } }],
  }
}

/** Money moved, but not what was asked for: nothing is decided until a person has looked. */
async function freeze(
  trx: Parameters<typeof writePayment>[0],
  deps: Deps,
  found: { readonly payment: Payment; readonly attempt: Attempt; readonly reason: string },
): Promise<void> {
  const { payment, attempt, reason } = found
  await updateAttempt(trx, attempt, { enquire_at: null, reason })
  if (payment.frozenReason === reason) return
  deps.log.error('payment.frozen', { payment: payment.id, attempt: attempt.id, reason })
  await writePayment(trx, deps, {
    payment,
    set: { frozen_reason: reason },
    events: [{ type: 'payment.frozen', data: { attempt: attempt.id, reason } }],
  })
}
