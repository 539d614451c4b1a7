/** Every change of state, and every fact that explains one; the time line of a payment. */
export const EVENT_TYPES = [
  'payment.created',
  'payment.pending',
  'payment.succeeded',
  'payment.failed',
  'payment.expired',
  'payment.canceled',
  /** The gateway's proof does not match what was asked for; a person has to look. */
  'payment.frozen',
  /** A second attempt of a payment was paid too. */
  'payment.paid_twice',
  'attempt.recorded',
  'attempt.launched',
  'attempt.resumed',
  'attempt.succeeded',
  'attempt.failed',
  'attempt.lapsed',
  'notification.received',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

/** An event before it has its place in the payment's sequence. Data holds no secret and no openid. */
export type EventDraft = {
  readonly type: EventType
  readonly data: Readonly<Record<string, unknown>>
}

export type Event = EventDraft & {
  readonly id: string
  readonly paymentId: string
  readonly sequence: number
  readonly createdAt: Date
}
