import type { Deps } from '../deps.ts'
import { plainNumber } from '../payments/payment-search.ts'
import type { Payment } from '../payments/payment.ts'
import { readPayment, searchPayments } from '../payments/read-payments.ts'
import { findRefundByNumber } from './refund-store.ts'

/**
 * The payments that a text names, as an operator pastes it: any number of a payment, an attempt or a refund at
 * Tael, QFPay or WeChat, or the beginning of a reference.
 */
export async function findPaymentsNamed(
  deps: Pick<Deps, 'database'>,
  pasted: string,
): Promise<readonly Payment[]> {
  const number = plainNumber(pasted)
  const refund = await findRefundByNumber(deps.database.db, number)
  const refunded = refund && (await readPayment(deps, refund.paymentId))
  const named = await searchPayments(deps, number)
  const others = named.filter(({ id }) => id !== refunded?.id)
  return refunded ? [refunded, ...others] : others
}
