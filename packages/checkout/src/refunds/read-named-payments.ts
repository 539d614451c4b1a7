import type { Deps } from '../deps.ts'
import { plainNumber, type NamedPayments } from '../payments/payment-search.ts'
import { readNumbered } from '../payments/read-payments.ts'
import { findRefundsByNumber } from './refund-store.ts'

/**
 * The payments that a text names, as an operator pastes it: any number of a payment, an attempt or a refund at
 * Tael, QFPay or WeChat, or the beginning of a reference.
 */
export async function readNamedPayments(
  deps: Pick<Deps, 'database'>,
  pasted: string,
): Promise<NamedPayments> {
  const number = plainNumber(pasted)
  const refunds = await findRefundsByNumber(deps.database.db, number)
  const numbered = await readNumbered(deps, number)
  const ids = [...refunds.map(({ paymentId }) => paymentId), ...(numbered ? [numbered] : [])]
  return { ids: [...new Set(ids)], start: number }
}
