import type { EventType } from './event.ts'

/** Money moved: what QFPay's row of it says. */
type Paid = {
  readonly attempt: string
  readonly syssn: string
  readonly chnlsn?: string | undefined
  readonly amount: number
  readonly currency: string
  /** ISO 8601. */
  readonly paid_at?: string | undefined
  readonly cash_fee?: number | undefined
  readonly cash_fee_currency?: string | undefined
  readonly exchange_rate?: string | undefined
}

type Ended = {
  readonly attempt: string
  readonly respcd?: string | undefined
  /** In words. */
  readonly reason?: string | undefined
  /** What the last enquiry said of it. */
  readonly answer?: string
}

type Review = { readonly code: string; readonly subject: string; readonly message: string }

/** Whose key asked for it; absent where no API key did. */
type AskedBy = { readonly api_key?: string | undefined }

type RefundAmount = { readonly refund: string; readonly amount: number }

/** What a person found in QFPay's portal. */
type Told = { readonly note?: string; readonly by?: string }

/** What a notification says; nothing more of one that cannot be read. */
export type NotificationFacts = {
  readonly notify_type: string
  readonly syssn?: string
  readonly amount?: number
}

/** What each kind of event tells, as merchants read it in webhooks and timelines: no secret and no openid. */
type EventData = {
  'payment.created': AskedBy & {
    readonly reference: string
    readonly amount: number
    readonly currency: string
  }
  'payment.pending': { readonly attempt: string }
  /** `was` is the payment's status before. */
  'payment.succeeded': Paid & { readonly was: string }
  'payment.failed': Ended
  'payment.expired': { readonly expires_at: string }
  'payment.canceled': AskedBy
  'payment.review_opened': Review & { readonly attempt: string }
  'payment.reviewed': AskedBy & {
    readonly reviews: readonly Review[]
    readonly note: string
    readonly by: string
  }
  'payment.paid_twice': Paid
  'payment.paid_late': Paid
  'attempt.recorded': { readonly attempt: string; readonly flow: string }
  'attempt.launched': {
    readonly attempt: string
    readonly syssn: string
    readonly respcd: string
  }
  /** `resumed` is the earlier attempt whose order the payer holds. */
  'attempt.resumed': { readonly attempt: string; readonly resumed: string }
  'attempt.succeeded': Paid
  'attempt.failed': Ended
  'attempt.lapsed': Ended
  'refund.requested': RefundAmount &
    AskedBy & {
      readonly attempt: string
      readonly currency: string
      readonly cause: string
      readonly reference?: string | undefined
      readonly reason?: string | undefined
    }
  'refund.awaiting_approval': RefundAmount & {
    /** ISO 8601: then it fails. */
    readonly until: string
  }
  'refund.approved': RefundAmount & { readonly by: string }
  'refund.pending': RefundAmount
  'refund.postponed': {
    readonly refund: string
    readonly until: string
    readonly code: string
    readonly respcd?: string
    readonly message: string
  }
  'refund.succeeded': RefundAmount & Told & { readonly syssn?: string | undefined }
  'refund.failed': RefundAmount &
    Told & { readonly code: string; readonly respcd?: string; readonly message: string }
  'notification.received': NotificationFacts & {
    readonly notification: string
    readonly attempt?: string
    readonly refund?: string
  }
  'reconciliation.completed': {
    readonly differences: Readonly<
      Record<string, { readonly resolved: number; readonly reported: number }>
    >
    readonly needs_review: number
  }
}

/** An event before it has its place in its subject's sequence. */
export type EventDraft<Type extends EventType = EventType> = {
  [Each in Type]: { readonly type: Each; readonly data: EventData[Each] }
}[Type]
