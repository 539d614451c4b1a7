import type { Flow } from '../../accounts/account.ts'
import type { Permission } from '../../audit/permission.ts'
import type { Language } from '../../language/language.ts'
import type { AttemptStatus } from '../../payments/attempt.ts'
import type { PaymentStatus } from '../../payments/payment.ts'
import type { SavedSearch } from '../../saved-searches/saved-search.ts'
import type { DeliveryStatus } from '../../webhooks/webhook-delivery.ts'
import type { PaymentQuery } from './payment-query.ts'

/** The frame around every page of a signed-in operator. */
export type FrameView = {
  readonly language: Language
  /** Epoch milliseconds: relative times count from here. */
  readonly now: number
  /** Of every time shown: `+08:00` or an IANA name. */
  readonly timeZone: string
  /** The path of the dashboard; its sections are below it. */
  readonly home: string
  /** Of this page, for what leads back to it. */
  readonly path: string
  /** The operator who looks; undefined if it is the operator key. */
  readonly operator?: string | undefined
  /** What the operator who looks may do: a page draws nothing that they may not use. */
  readonly permissions: readonly Permission[]
  /** Shown beside the name, e.g. `sandbox`, so that nobody mistakes play money for real money. */
  readonly environment?: string
}

/** Where a page of a list leads; each is absent where there is nothing. */
export type Turning = {
  readonly newerPath?: string | undefined
  /** Back to the first page, in lists that walk in one direction. */
  readonly newestPath?: string | undefined
  readonly olderPath?: string | undefined
}

export type LoginView = {
  readonly language: Language
  readonly home: string
  /** Receives a POST with `key` and, if given, `next`. */
  readonly loginPath: string
  readonly problem?: 'wrong-key' | 'session-ended'
  /** Where the operator wanted to go. */
  readonly next?: string
  readonly environment?: string
}

export type RefusalView = {
  readonly language: Language
  readonly problem:
    /** The browser does not say that the form comes from this site. */
    | 'foreign-form'
    | 'too-large'
    /** No such page, or no such payment. */
    | 'not-found'
    /** A fault of the server. */
    | 'broken'
  readonly home: string
  /** The request's id, which our log also has. */
  readonly supportId: string
  readonly environment?: string
}

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

/** A refund that waits for a second person. */
export type ApprovalRow = {
  /** Of the refund. */
  readonly id: string
  /** Receives a POST at `/approve` below it, or at `/decline`. */
  readonly path: string
  /** In minor units. */
  readonly amount: number
  readonly reason?: string
  /** In words: an operator, an API key. */
  readonly askedBy?: string
  readonly askedAt: number
  readonly until: number
  /** Why this person cannot approve it. */
  readonly refused?: 'same-person' | 'not-a-person'
}

/** One event on its way to one of the merchant's endpoints. */
export type WebhookRow = {
  /** The event's name. */
  readonly name: string
  readonly url: string
  readonly status: DeliveryStatus
  readonly tries: number
  /** Epoch milliseconds: when it was last sent. */
  readonly triedAt?: number
  /** Why the last try did not deliver it. */
  readonly failure?: string
  /** Set if it can be resent: a POST of `endpoint` and `delivery`. */
  readonly replay?: { readonly path: string; readonly endpoint: string; readonly delivery: string }
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
  readonly problem?: 'incomplete' | 'changed'
}

/** A name and its value: `syssn`, `20251122…`. */
export type Fact = { readonly name: string; readonly value: string }

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

export type EventRow = {
  readonly at: number
  /** One line for people, in the page's language. */
  readonly title: string
  /** The machine's name of the event, e.g. `payment.succeeded`. */
  readonly name?: string
  readonly actor: 'payer' | 'merchant' | 'operator' | 'gateway' | 'wechat' | 'tael'
  /** Whom Tael asked or heard, over the wire. */
  readonly wire?: {
    readonly with: 'payer' | 'gateway' | 'wechat'
    readonly way: 'outward' | 'inward'
  }
  readonly details?: readonly Fact[]
  /** What a person wrote, line by line. */
  readonly text?: string
  /** Short remarks behind the name. */
  readonly notes?: readonly string[]
  /** JSON text, shown on demand. */
  readonly raw?: string
  readonly isProblem?: boolean
}
