import { isNumber } from '@tael/qfpay'
import type { Updateable } from 'kysely'
import type { Account } from '../accounts/account.ts'
import { readAccount } from '../accounts/read-accounts.ts'
import type { Tables, Trx } from '../database/schema.ts'
import type { Deps } from '../deps.ts'
import { isLastEnquiry } from '../enquiries/schedule.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import type { EventDraft } from '../events/event-data.ts'
import { updateAttempt } from '../payments/attempt-store.ts'
import { decideAttempt, type Attempt } from '../payments/attempt.ts'
import { reviewOpened } from '../payments/change-charge.ts'
import { changePayment, UNDER_LOCK, type Step } from '../payments/change-payment.ts'
import { hasRoom } from '../payments/claim-place.ts'
import type { PaymentWrite } from '../payments/payment-write-store.ts'
import { isOpen, type Payment } from '../payments/payment.ts'
import { hasReview, withReview, type Review } from '../payments/review.ts'
import { startRefund } from '../refunds/request-refund.ts'
import { decide, type Decision } from './decision.ts'

type PaidVerdict = Extract<EnquiryVerdict, { kind: 'paid' }>
type Moved = Extract<Decision, { kind: 'moved' }>

/**
 * Brings an attempt and its payment to the state that the gateway's answer proves. Safe to call with
 * the same answer any number of times, from anywhere.
 */
export async function applyVerdict(
  deps: Deps,
  attempt: Attempt,
  verdict: EnquiryVerdict,
): Promise<void> {
  const now = deps.clock.now()
  const isLast = isLastEnquiry({ openedAt: attempt.openedAt, now })
  if (!isLast && decideAttempt(attempt.status, verdict.kind, isLast).to === undefined) return
  // The account decides only about late money, nothing else.
  const account = verdict.kind === 'paid' ? await readAccount(deps, attempt.accountId) : undefined
  await changePayment(deps, attempt.paymentId, async ({ payment, attempts }, trx) => {
    const current = attempts.find(({ id }) => id === attempt.id)
    if (current === undefined) throw new Error(`${attempt.id} vanished`)
    const latePayments = await latePaymentsOf(trx, payment, account)
    if (latePayments === UNDER_LOCK) return UNDER_LOCK
    const decision = decide(payment, current, verdict, { now, latePayments })
    switch (decision.kind) {
      case 'unchanged':
        return UNCHANGED
      case 'given-up':
        return onlyAttempt(current, { enquire_at: null })
      case 'needs-review':
        return openReview(deps, { payment, attempt: current, verdict, review: decision.review })
      case 'moved':
        return move(deps, { payment, attempt: current, verdict, decision, now })
    }
  })
  deps.changes.announce(attempt.paymentId)
}

const UNCHANGED: Step<void> = { result: undefined }

/** No event tells of it, so the payment stays as it is. */
function onlyAttempt(attempt: Attempt, set: Updateable<Tables['attempt']>): Step<void> {
  return { result: undefined, further: (trx) => updateAttempt(trx, attempt, set) }
}

/** The account decides, unless what was paid for has gone to another payer. */
async function latePaymentsOf(
  trx: Trx | undefined,
  payment: Payment,
  account: Account | undefined,
): Promise<'accept' | 'refund' | typeof UNDER_LOCK> {
  if (account === undefined) return 'accept'
  const isLate = !isOpen(payment.status) && payment.status !== 'succeeded'
  if (isLate && trx === undefined) return UNDER_LOCK
  if (isLate && trx && !(await hasRoom(trx, payment))) return 'refund'
  return account.settings.latePayments ?? 'accept'
}

type Moving = {
  readonly payment: Payment
  readonly attempt: Attempt
  readonly verdict: EnquiryVerdict
  readonly decision: Moved
  readonly now: Date
}

function move(deps: Deps, moving: Moving): Step<void> {
  const { payment, attempt, verdict, decision } = moving
  const { to, isOver, fate } = decision
  const set = {
    status: to,
    launch_sealed: null,
    ...(isOver && { enquire_at: null }),
    ...(verdict.kind === 'paid' && {
      ...numbersOf(verdict, attempt),
      charged: verdict.transaction.amount,
      reason: null,
    }),
    ...(verdict.kind === 'rejected' && { reason: verdict.meaning.meaning }),
    ...(to === 'lapsed' && { reason: 'It was not paid while it was payable' }),
  }
  const write = { ...change(moving), attempt: { attempt, set } }
  if (fate === undefined || fate === 'accepted') return { result: undefined, write }
  return {
    result: undefined,
    write,
    async further(trx) {
      deps.log.warn(`payment.${fate}`, { payment: payment.id, attempt: attempt.id })
      await startRefund(trx, deps, { attemptId: attempt.id, cause: fate, evenIfInReview: true })
    },
  }
}

/** The paid row's own numbers; not QFPay's, if an enquiry cannot name it and QFPay gave a better one before. */
function numbersOf({ transaction: { syssn, chnlsn } }: PaidVerdict, attempt: Attempt) {
  return {
    syssn: isNumber(syssn) ? syssn : (attempt.syssn ?? syssn),
    wechat_transaction: chnlsn ?? attempt.wechatTransaction ?? null,
  }
}

function change(moving: Moving): Pick<PaymentWrite, 'set' | 'events'> {
  const { attempt, verdict, decision } = moving
  if (verdict.kind === 'paid') return paid(moving, verdict)
  const data =
    verdict.kind === 'rejected'
      ? { attempt: attempt.id, respcd: verdict.respcd, reason: verdict.meaning.meaning }
      : { attempt: attempt.id, answer: verdict.kind }
  return {
    events: [{ type: decision.to === 'failed' ? 'attempt.failed' : 'attempt.lapsed', data }],
  }
}

function paid(
  { payment, attempt, decision, now }: Moving,
  { transaction }: PaidVerdict,
): Pick<PaymentWrite, 'set' | 'events'> {
  const { fate } = decision
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
  if (fate === 'paid_twice' || fate === 'paid_late') {
    return { events: [proved, { type: `payment.${fate}`, data }] }
  }
  return {
    set: {
      status: 'succeeded',
      succeededAt: transaction.paidAt ?? now,
      provedAt: now,
      succeededAttemptId: attempt.id,
    },
    events: [proved, { type: 'payment.succeeded', data: { ...data, was: payment.status } }],
  }
}

/** Whether the requested money moved is unclear: nothing is decided until a person has looked. */
function openReview(
  deps: Deps,
  found: Pick<Moving, 'payment' | 'attempt' | 'verdict'> & { readonly review: Review },
): Step<void> {
  const { payment, attempt, verdict, review } = found
  // The payer has paid something: people find it by the numbers on the payer's bill.
  const set = { enquire_at: null, ...(verdict.kind === 'paid' && numbersOf(verdict, attempt)) }
  if (hasReview(payment.reviews, review)) return onlyAttempt(attempt, set)
  deps.log.error('payment.review_opened', { payment: payment.id, attempt: attempt.id, ...review })
  return {
    result: undefined,
    write: {
      set: { reviews: withReview(payment.reviews, review) },
      attempt: { attempt, set },
      events: [reviewOpened(attempt, review)],
    },
  }
}
