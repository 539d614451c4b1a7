import type { Transaction } from '@tael/qfpay'
import { sayAmount } from '../language/display-amount.ts'

/** The message about a refund that Tael has not made, whether a notification or a reconciliation finds it. */
export function saysElsewhere(
  attemptId: string,
  { amount, currency, syssn }: Pick<Transaction, 'amount' | 'currency' | 'syssn'>,
): string {
  return `${sayAmount(amount, currency)} were refunded at QFPay, not by Tael, as ${syssn}, from ${attemptId}`
}
