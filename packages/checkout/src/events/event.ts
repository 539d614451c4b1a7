/** Every change of state, and every fact that explains one. */
export const EVENT_TYPES = [
  'payment.created',
  'payment.pending',
  'payment.succeeded',
  'payment.failed',
  'payment.expired',
  'payment.canceled',
  /** The gateway's proof does not match what was asked for; a person has to look. */
  'payment.review_opened',
  /** A person has looked, and says in a note what he found. */
  'payment.reviewed',
  /** A second attempt of a payment was paid too. */
  'payment.paid_twice',
  'attempt.recorded',
  'attempt.launched',
  'attempt.resumed',
  'attempt.succeeded',
  'attempt.failed',
  'attempt.lapsed',
  /** Money arrived after the payment was over, and goes back by itself. */
  'payment.paid_late',
  'refund.requested',
  /** Sent to the gateway, or about to be: from here on money can move. */
  'refund.pending',
  /** Refused for now, or never received: it is sent again later. */
  'refund.postponed',
  'refund.succeeded',
  'refund.failed',
  'notification.received',
  /** An account's books were held against QFPay's. The only one that tells of no payment. */
  'reconciliation.completed',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

/** An event before it has its place in its subject's sequence. Data holds no secret and no openid. */
export type EventDraft = {
  readonly type: EventType
  readonly data: Readonly<Record<string, unknown>>
}

export type Event = EventDraft & {
  readonly id: string
  /** The payment, or the reconciliation, that it tells of. */
  readonly subjectId: string
  readonly sequence: number
  readonly createdAt: Date
}
