import type { Flow } from '../accounts/account.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import { HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import type { Payment } from './payment.ts'

/**
 * One try of a payer to pay a payment: one OAuth code, one openid, one order at the gateway. The
 * attempt's id is the gateway's `out_trade_no`.
 *
 *     recorded -> launched -> succeeded
 *         \          \-----> failed | lapsed   (and from each of them still -> succeeded)
 *          \--------------> failed | lapsed
 *
 * `recorded` is written before the gateway is asked; `launched` means that the payer holds what
 * opens WeChat's payment module. Before `recorded` there is nothing to store: a signed state in the
 * redirect carries the attempt through the authorization.
 */
export type AttemptStatus = 'recorded' | 'launched' | 'succeeded' | 'failed' | 'lapsed'

export type Attempt = {
  /** Also the order's number at the gateway, its `out_trade_no`. */
  readonly id: string
  readonly accountId: string
  readonly paymentId: string
  readonly status: AttemptStatus
  readonly flow: Flow
  /** The browsers that may launch it, all of one payer, newest first. */
  readonly browserHashes: readonly string[]
  readonly openidHash: string | undefined
  /** What opens WeChat's payment module; only while it is payable. */
  readonly launchSealed: string | undefined
  readonly syssn: string | undefined
  /** WeChat's number of the payment, which the payer's bill shows (交易单号), if QFPay told it. */
  readonly wechatTransaction: string | undefined
  /** Why it failed or lapsed, in words. */
  readonly reason: string | undefined
  readonly openedAt: Date
  readonly enquireAt: Date | undefined
  /** When QFPay last notified us that it is paid. */
  readonly notifiedAt: Date | undefined
  /** When a review was opened because QFPay did not answer about it. */
  readonly unansweredAt: Date | undefined
  /** What it took from its payer, in minor units; 0 until that is proved. */
  readonly charged: number
  /** How much of that is refunded or reserved for refunds. */
  readonly refundReserved: number
}

/** An attempt with its payment: our books about one order. */
export type Order = { readonly attempt: Attempt; readonly payment: Payment }

/** As it is recorded, before anybody is asked about it. */
export function newAttempt(
  known: Pick<
    Attempt,
    'id' | 'accountId' | 'paymentId' | 'flow' | 'browserHashes' | 'openedAt' | 'enquireAt'
  >,
): Attempt {
  return {
    ...known,
    status: 'recorded',
    openidHash: undefined,
    launchSealed: undefined,
    syssn: undefined,
    wechatTransaction: undefined,
    reason: undefined,
    notifiedAt: undefined,
    unansweredAt: undefined,
    charged: 0,
    refundReserved: 0,
  }
}

export const ATTEMPT_STATUSES: readonly AttemptStatus[] = [
  'recorded',
  'launched',
  'succeeded',
  'failed',
  'lapsed',
]

/** What happens to an attempt that has not ended, apart from verdicts. */
export const ATTEMPT_CHANGES = [
  /** The gateway has made its order, and the payer holds the parameters that open it. */
  'launched',
  /** WeChat or the gateway refused before there was anything to pay. */
  'refused',
  /** Nobody will pay it: its payer continued with an earlier order, or a person has reviewed the payment. */
  'given-up',
] as const
export type AttemptChange = (typeof ATTEMPT_CHANGES)[number]

export type AttemptMove<To extends AttemptStatus = AttemptStatus> =
  | { readonly to: To }
  | { readonly to?: never }

const UNCHANGED = {}

/** How much of a charge is neither refunded nor reserved for a refund. */
export function remainingOf(attempt: Pick<Attempt, 'charged' | 'refundReserved'>): number {
  return attempt.charged - attempt.refundReserved
}

/** WeChat lets a payer use a prepay for two hours, whatever the merchant's deadline is. */
export const PREPAY_LIFE_MS = 2 * HOUR_MS

/** Whether the payer may open WeChat's payment module again with this attempt's parameters. */
export function canBeResumed(
  attempt: { readonly status: AttemptStatus; readonly openedAt: Date },
  now: Date,
): boolean {
  // A margin, so that no prepay expires while a payer types their password.
  const lastMinute = PREPAY_LIFE_MS - 5 * MINUTE_MS
  return attempt.status === 'launched' && now.getTime() < attempt.openedAt.getTime() + lastMinute
}

/** How many of a payment's attempts have no identified payer, among those opened since an instant. */
export function countUnproven(attempts: readonly Attempt[], since: Date): number {
  return attempts.filter(
    ({ status, openidHash, openedAt }) =>
      openedAt > since &&
      // Canada authorizes nobody, so there each order counts.
      openidHash === undefined &&
      (status === 'failed' || isUnderWay(status)),
  ).length
}

/** Total: every status answers every change. */
export function changeAttempt(
  status: AttemptStatus,
  change: AttemptChange,
): AttemptMove<'launched' | 'failed' | 'lapsed'> {
  switch (change) {
    case 'launched':
      return status === 'recorded' ? { to: 'launched' } : UNCHANGED
    case 'refused':
      return isUnderWay(status) ? { to: 'failed' } : UNCHANGED
    case 'given-up':
      return isUnderWay(status) ? { to: 'lapsed' } : UNCHANGED
  }
}

/** Whether its end is still unknown. */
export function isUnderWay(status: AttemptStatus): boolean {
  return status === 'recorded' || status === 'launched'
}

/** What an enquiry's verdict makes of an attempt. `isLast` if no later enquiry is planned. */
export function decideAttempt(
  status: AttemptStatus,
  verdict: EnquiryVerdict['kind'],
  isLast: boolean,
): AttemptMove {
  if (verdict === 'paid') return status === 'succeeded' ? UNCHANGED : { to: 'succeeded' }
  if (!isUnderWay(status)) return UNCHANGED
  if (verdict === 'rejected') return { to: 'failed' }
  return isLast ? { to: 'lapsed' } : UNCHANGED
}
