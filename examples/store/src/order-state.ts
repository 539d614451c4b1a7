import type { Payment, Refund } from '@tael-examples/common'
import type { Order } from './order.ts'

export type OrderState =
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

type Standing = Pick<Order, 'payment' | 'refunds'>

const STATES: Readonly<Record<Payment['status'], OrderState>> = {
  created: 'unpaid',
  pending: 'confirming',
  succeeded: 'paid',
  failed: 'lapsed',
  expired: 'lapsed',
  canceled: 'lapsed',
}

/** What an order's payment means to the customer. An order without one was kept, and not charged. */
export function orderState({ payment, refunds = [] }: Standing): OrderState {
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

/** How much of the order's own money is on its way back, in cents. */
export function onItsWay({ payment, refunds = [] }: Standing): number {
  return sum(
    refunds.filter(
      ({ attempt, status }) =>
        attempt === payment?.attempt && (status === 'requested' || status === 'pending'),
    ),
  )
}

/** The money that came when the order was paid already, and whether it is back; undefined if none came. */
export function secondPayment({ payment, refunds = [] }: Standing): UnwantedMoney | undefined {
  return payment && unwantedMoney('paid_twice', payment, refunds)
}

/** Money that Tael returns by itself, in cents. */
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
