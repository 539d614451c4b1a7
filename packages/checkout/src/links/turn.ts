import type { AccountSettings } from '../accounts/account.ts'
import { QFPAY_LIMIT } from '../budget/allowance.ts'
import { MINUTE_MS, SECOND_MS } from '../platform/durations.ts'
import type { LinkRequest } from './payment-link.ts'

/**
 * The turn of a payer who continues at a link: taken immediately while the account's budget has room, else waited
 * for, in the order in which they asked. A payer who is away when the others are called keeps their place.
 */
export type Turn = {
  /** Grows: a payer who asks later has a larger one. */
  readonly id: number
  readonly accountId: string
  readonly linkId: string
  readonly request: LinkRequest
  /** Since when they may make their payment; undefined while they wait. */
  readonly calledAt: Date | undefined
}

/** In any such time an account calls a limited number of payers. */
export const WINDOW_MS: number = 10 * SECOND_MS
/** A waiting page that did not ask within this time is away: a locked phone, a closed page. */
export const PRESENT_MS: number = 45 * SECOND_MS
/** For how long a unit of the stock is kept for a payer who is called and does not come. */
export const CALL_MS: number = MINUTE_MS

/** The other half of the budget is for enquiries, refunds, and payments that no link has made. */
const SHARE = 0.5

/** How many payers may begin within `WINDOW_MS`. */
export function turnsInWindow({ flow, requestLimit }: AccountSettings): number {
  const { perMinute } = requestLimit ?? QFPAY_LIMIT
  // By method 2 QFPay gives the openid as well.
  const requests = flow === 'qfpay-account' ? 2 : 1
  return Math.max(1, Math.floor((perMinute * SHARE * WINDOW_MS) / (MINUTE_MS * requests)))
}

/** How long a payer waits behind so many others, if none of them leaves. */
export function waitMs(ahead: number, settings: AccountSettings): number {
  return Math.ceil((ahead + 1) / turnsInWindow(settings)) * WINDOW_MS
}
