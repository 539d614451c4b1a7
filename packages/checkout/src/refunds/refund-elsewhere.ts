import type { Transaction } from '@tael/qfpay'
import { sayAmount } from '../language/display-amount.ts'

/** What is said of a refund that Tael has not made, whether a notification or a night finds it. */
export function saysElsewhere(
  attemptId: string,
  { amount, currency, syssn }: Pick<Transaction, 'amount' | 'currency' | 'syssn'>,
): string {
  return `${sayAmount(amount, currency)} were given back at QFPay, not by Tael, as ${syssn}, from ${attemptId}`
}
