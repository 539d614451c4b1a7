import type { Payment } from './payment.ts'
import type { Refund } from './refund.ts'

/** What a payment and its refunds mean to a customer. */
export type PaymentState =
  | 'unpaid'
  | 'confirming'
  | 'paid'
  | 'partlyRefunding'
  | 'partlyRefunded'
  | 'refunding'
  | 'refunded'
  | 'lapsed'
  | 'lateRefunding'
  | 'lateRefunded'

/** What Tael has last said of a payment; nothing before there is one. */
type Standing = { readonly payment?: Payment; readonly refunds?: readonly Refund[] }

const STATES: Readonly<Record<Payment['status'], PaymentState>> = {
  created: 'unpaid',
  pending: 'confirming',
  succeeded: 'paid',
  failed: 'lapsed',
  expired: 'lapsed',
  canceled: 'lapsed',
}

/** What without a payment was kept, and not charged. */
export function paymentState({ payment, refunds = [] }: Standing): PaymentState {
  if (payment === undefined) return 'unpaid'
  const state = STATES[payment.status]
  if (state === 'lapsed') {
    const late = unwantedMoney('paid_late', payment, refunds)
    if (late === undefined) return state
    return late.isBack ? 'lateRefunded' : 'lateRefunding'
  }
  if (state !== 'paid') return state
  const back = payment.amount_refunded
  const gone = back + onItsWay({ payment, refunds })
  if (gone >= payment.amount) return back >= payment.amount ? 'refunded' : 'refunding'
  if (back > 0) return 'partlyRefunded'
  return gone > 0 ? 'partlyRefunding' : 'paid'
}

/** How much of the payment's own money is on its way back, in cents. */
export function onItsWay({ payment, refunds = [] }: Standing): number {
  return sum(
    refunds.filter(
      ({ attempt, status }) =>
        attempt === payment?.attempt && (status === 'requested' || status === 'pending'),
    ),
  )
}

/** The money that came when all was paid already, and whether it is back; undefined if none came. */
export function secondPayment({ payment, refunds = [] }: Standing): UnwantedMoney | undefined {
  return payment && unwantedMoney('paid_twice', payment, refunds)
}

/** Money that Tael returns unasked, in cents. */
type UnwantedMoney = { readonly amount: number; readonly isBack: boolean }

function unwantedMoney(
  cause: Refund['cause'],
  { amount }: Payment,
  refunds: readonly Refund[],
): UnwantedMoney | undefined {
  const attempts = new Set(
    refunds.flatMap((refund) => (refund.cause === cause ? refund.attempt : [])),
  )
  if (attempts.size === 0) return undefined
  // Not by cause: where Tael's own refund failed, a person refunds the same attempt.
  const back = refunds.filter(
    (refund) => refund.status === 'succeeded' && attempts.has(refund.attempt),
  )
  const all = attempts.size * amount
  return { amount: all, isBack: sum(back) >= all }
}

function sum(refunds: readonly Refund[]): number {
  return refunds.reduce((total, { amount }) => total + amount, 0)
}
