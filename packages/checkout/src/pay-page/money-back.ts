import type { Deps } from '../deps.ts'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
import { readRefunds } from '../refunds/read-refunds.ts'
import { isRefundOpen, type Refund } from '../refunds/refund.ts'
import type { MoneyBack, UnsuccessfulView } from './pages/view.ts'

type Needs = Pick<Deps, 'database'>

/** More refunds than a payment ever has. */
const MAX_REFUNDS = 100

/** How much of a payment's money is refunded, or on its way; refused refunds do not count. */
export async function moneyBackOfPayment(
  deps: Needs,
  { payment, attempts }: { readonly payment: Payment; readonly attempts: readonly Attempt[] },
): Promise<MoneyBack> {
  const { succeededAttemptId, refunded } = payment
  const paying = attempts.find(({ id }) => id === succeededAttemptId)
  // Each refund that is on its way has reserved its amount.
  if (paying?.refundReserved === 0) return { refunded, onItsWay: 0 }
  const { refunds } = await readRefunds(deps, payment.id, { limit: MAX_REFUNDS })
  const own = refunds.filter(({ attemptId }) => attemptId === succeededAttemptId)
  return { refunded, onItsWay: sum(own.filter(isRefundOpen)) }
}

/** Where the money is that came second: all of it is refunded, if necessary by a person. */
export async function moneyBackOfAttempt(
  deps: Needs,
  attempt: Attempt,
): Promise<'on-its-way' | 'refunded'> {
  const { refunds } = await readRefunds(deps, attempt.paymentId, { limit: MAX_REFUNDS })
  const back = refunds.filter(({ attemptId }) => attemptId === attempt.id).filter(isBack)
  return sum(back) >= attempt.charged ? 'refunded' : 'on-its-way'
}

/** Whether the payer's money came too late, and where it is; undefined if none came. */
export async function moneyBackWhenLate(
  deps: Needs,
  { id }: Payment,
): Promise<UnsuccessfulView['moneyBack']> {
  const { refunds } = await readRefunds(deps, id, { limit: MAX_REFUNDS })
  const late = refunds.filter(({ cause }) => cause === 'paid_late')
  if (late.length === 0) return undefined
  // A failed one opened a review; a person's own refund of the same charge counts as well.
  const back = refunds.filter(
    (refund) => isBack(refund) && late.some((one) => one.attemptId === refund.attemptId),
  )
  return sum(back) >= sum(late) ? 'refunded' : 'on-its-way'
}

function isBack({ status }: Refund): boolean {
  return status === 'succeeded'
}

function sum(refunds: readonly { readonly amount: number }[]): number {
  return refunds.reduce((total, { amount }) => total + amount, 0)
}
