/** Every change of state, and every fact that explains one. */
export const EVENT_TYPES = [
  'payment.created',
  'payment.pending',
  'payment.succeeded',
  'payment.failed',
  'payment.expired',
  'payment.canceled',
  /** The gateway's proof contradicts the request; a person has to look. */
  'payment.review_opened',
  /** A person has looked; the note says what they found. */
  'payment.reviewed',
  /** A second attempt of a payment was paid too. */
  'payment.paid_twice',
  'attempt.recorded',
  'attempt.launched',
  'attempt.resumed',
  'attempt.succeeded',
  'attempt.failed',
  'attempt.lapsed',
  /** Money arrived after the payment was over; Tael refunds it. */
  'payment.paid_late',
  'refund.requested',
  /** Above the account's threshold: a second person approves or declines it. */
  'refund.awaiting_approval',
  'refund.approved',
  /** Sent to the gateway, or about to be: from here on money can move. */
  'refund.pending',
  /** Postponed, or never received: Tael retries later. */
  'refund.postponed',
  'refund.succeeded',
  'refund.failed',
  'notification.received',
  /** Tael compared an account's books with QFPay's. The only event that is not about a payment. */
  'reconciliation.completed',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

/** A list finds these soon without an index: the indexes event_of_rare_type and webhook_delivery_of_rare_type have all others. */
export const TYPES_OF_EVERY_PAYMENT: readonly string[] = [
  'payment.created',
  'attempt.recorded',
  'attempt.launched',
  'payment.pending',
  'notification.received',
  'attempt.succeeded',
  'payment.succeeded',
] satisfies readonly EventType[]

/** As it was written, perhaps by an older version; event-data.ts says what this one writes. */
export type Event = {
  readonly type: EventType
  readonly data: Readonly<Record<string, unknown>>
  readonly id: string
  /** The payment, or the reconciliation, that it is about. */
  readonly subjectId: string
  readonly sequence: number
  readonly createdAt: Date
}
