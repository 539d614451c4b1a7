import type { Flow } from '../../accounts/account.ts'
import type { AttemptStatus } from '../../payments/attempt.ts'
import type { PaymentStatus } from '../../payments/payment.ts'
import type { SavedSearch } from '../../saved-searches/saved-search.ts'
import type { ApprovalRow } from '../refunds/approvals.ts'
import type { Fact, FrameView, Turning } from '../shell/view.ts'
import type { EventRow } from '../timeline/event-row.ts'
import type { WebhookRow } from '../webhooks/webhook-list.ts'
import type { PaymentQuery } from './payment-query.ts'
import type { ReviewProblem } from './review-texts.ts'

export type PaymentsView = FrameView &
  Turning & {
    readonly query: PaymentQuery
    readonly accounts: readonly { readonly id: string; readonly name: string }[]
    readonly saved: readonly SavedSearch[]
    /** Epoch milliseconds: how far a page that is not full has looked. */
    readonly lookedUntil?: number
    readonly payments: readonly PaymentRow[]
    /** Forged notifications of the last seven days, without accounts that have none. */
    readonly forged?: readonly { readonly account: string; readonly times: number }[]
  }

export type PaymentRow = {
  readonly path: string
  readonly id: string
  readonly reference: string
  readonly status: PaymentStatus
  /** Integer, in the currency's minor unit. */
  readonly amount: number
  readonly currency: string
  /** Integer, same unit; absent or 0 if nothing was refunded. */
  readonly refunded?: number
  readonly description?: string
  /** The account, if the operator sees several. */
  readonly account?: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** A person has to look at it. */
  readonly isInReview?: boolean
  /** Its last refund has failed. */
  readonly hasFailedRefund?: boolean
  /** A refund of it waits for a second person. */
  readonly awaitsApproval?: boolean
}

export type PaymentView = FrameView & {
  readonly payment: Omit<PaymentRow, 'path'> & {
    readonly expiresAt?: number
    readonly paidAt?: number
    /** The address the payer opens. */
    readonly payUrl?: string
    /** More facts for the summary, in reading order. */
    readonly facts?: readonly Fact[]
  }
  /** Why it has its status and what happens next, in the page's language. */
  readonly explanation: string
  readonly actions: {
    /** Of the payment's page; each action is below it. */
    readonly path: string
    readonly canRefund: boolean
    readonly canCancel: boolean
    /** Of the next note: sent twice, it is one note. */
    readonly noteId: string
  }
  /** What became of the last action. */
  readonly outcome?: { readonly text: string; readonly isBad: boolean }
  /** Refunds that wait for a second person. */
  readonly approvals?: readonly ApprovalRow[]
  /** Set if the payment is in review. */
  readonly review?: ReviewView
  /** In the order of the events; absent if the merchant has no endpoint. */
  readonly webhooks?: readonly WebhookRow[]
  readonly attempts: readonly AttemptRow[]
  /** Oldest first. */
  readonly events: readonly EventRow[]
}

/** What an operator has to look at, and how they say that they have. */
export type ReviewView = {
  /** Receives a POST with `note`, `sure` and `seen`. */
  readonly path: string
  /** The reviews that this page shows, as the form names them. */
  readonly seen: string
  readonly reviews: readonly {
    /** In the page's language. */
    readonly title: string
    /** With the numbers, in English. */
    readonly detail: string
  }[]
  /** Why the last try changed nothing. */
  readonly problem?: ReviewProblem
}

export type AttemptRow = {
  /** Also QFPay's `out_trade_no`. */
  readonly id: string
  readonly status: AttemptStatus
  /** How the payer reached WeChat: our page's bridge (method 1), QFPay's page (method 2), a pay_url. */
  readonly method: Flow
  readonly syssn?: string
  readonly wechatTransaction?: string
  readonly createdAt: number
  /** Why it failed or lapsed, in words. */
  readonly reason?: string
}
