import type { Transaction } from '@tael/qfpay'
import type { Facts } from '../payments/facts.ts'

/** The facts of a refund that Tael has not made, whether a notification or a reconciliation finds it. */
export function refundedElsewhere(
  attempt: string,
  { amount, currency, syssn }: Pick<Transaction, 'amount' | 'currency' | 'syssn'>,
): Facts {
  return { finding: 'refunded_elsewhere', refunded: { amount, currency }, syssn, attempt }
}
