import { isInReview, type Review } from './review.ts'

/**
 * The life of a payment. Pure: no clock, no database, no network.
 *
 * Proof that money moved outranks everything else, so `succeeded` is reachable from every status and
 * final: a payer may confirm a second before the deadline, and the proof may arrive an hour after it.
 * The money is real, and the merchant must learn of it.
 */
export type PaymentStatus = 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'canceled'

export type Payment = {
  readonly id: string
  readonly accountId: string
  readonly reference: string
  /** Integer, in the currency's minor unit. */
  readonly amount: number
  readonly currency: string
  readonly status: PaymentStatus
  readonly description: string | undefined
  readonly returnUrl: string | undefined
  readonly limitPay: 'no_credit' | undefined
  readonly payerIdentitySealed: string | undefined
  readonly metadata: Readonly<Record<string, string>>
  readonly link: PaymentOfLink | undefined
  /** Of the merchant's request: distinguishes a repeat from a second payment with the same reference. */
  readonly fingerprint: string
  readonly createdAt: Date
  readonly expiresAt: Date
  /** When its payer paid, as QFPay says. */
  readonly succeededAt: Date | undefined
  /** When an enquiry proved it: its day in a statement, which no later proof changes. */
  readonly provedAt: Date | undefined
  readonly succeededAttemptId: string | undefined
  /** How much of it the merchant has refunded, in minor units. */
  readonly refunded: number
  /** What a person has to look at. */
  readonly reviews: readonly Review[]
  /** How many events it has; changes with every change. */
  readonly sequence: number
}

/** A payment that a payer made at a payment link. */
export type PaymentOfLink = {
  readonly id: string
  /** Of the browser that made it: it has at most one that can be paid. */
  readonly browserHash: string
  /** Of the payer, where the link serves each payer once; undefined until WeChat has identified them. */
  readonly payerHash: string | undefined
}

/** The parts of a payment that decide its next status. */
export type PaymentState = Pick<Payment, 'status' | 'reviews'>

export const PAYMENT_CHANGES = [
  /** A payer authorized in WeChat; from here on money can move. */
  'attempt-opened',
  /** An enquiry proved that an attempt is paid. */
  'paid',
  /** The gateway refused in a way that no other attempt can fix. */
  'stopped',
  'deadline-passed',
  'canceled',
] as const
export type PaymentChange = (typeof PAYMENT_CHANGES)[number]

/** `unchanged` is an answer, not a fault: every report may come twice. */
export type Transition =
  | { readonly kind: 'moved'; readonly to: PaymentStatus }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused' }

export const PAYMENT_STATUSES: readonly PaymentStatus[] = [
  'created',
  'pending',
  'succeeded',
  'failed',
  'expired',
  'canceled',
]

/** Whether it has not ended. */
export function isOpen(status: PaymentStatus): boolean {
  return status === 'created' || status === 'pending'
}

/** Whether a payer may start to pay. */
export function takesAttempts(payment: PaymentState): boolean {
  return transition(payment, 'attempt-opened').kind !== 'refused'
}

/**
 * What to do with money that an enquiry has proved: a payment is paid once, and the account says
 * whether money is welcome that arrives when the payment is over.
 */
export function classifyMoney(
  status: PaymentStatus,
  latePayments: 'accept' | 'refund',
): 'accepted' | 'paid_twice' | 'paid_late' {
  if (status === 'succeeded') return 'paid_twice'
  return isOpen(status) || latePayments === 'accept' ? 'accepted' : 'paid_late'
}

/**
 * Total: every state answers every change. Only proof moves a payment in review: until a person has
 * looked, nothing else is decided about it.
 */
export function transition(payment: PaymentState, change: PaymentChange): Transition {
  const { status } = payment
  const moves = isOpen(status) && !isInReview(payment)
  switch (change) {
    case 'attempt-opened':
      return moves ? stayOrMove(status, 'pending') : { kind: 'refused' }
    case 'paid':
      return stayOrMove(status, 'succeeded')
    case 'stopped':
      return moves ? { kind: 'moved', to: 'failed' } : { kind: 'unchanged' }
    case 'deadline-passed':
      return moves ? { kind: 'moved', to: 'expired' } : { kind: 'unchanged' }
    case 'canceled':
      if (moves) return { kind: 'moved', to: 'canceled' }
      return status === 'canceled' ? { kind: 'unchanged' } : { kind: 'refused' }
  }
}

function stayOrMove(from: PaymentStatus, to: PaymentStatus): Transition {
  return from === to ? { kind: 'unchanged' } : { kind: 'moved', to }
}
