import type { Deps } from '../deps.ts'
import { plainNumber } from '../payments/payment-search.ts'
import { findPaymentsNamed } from './find-payments.ts'
import { findRefundByNumber, listRefundsOf } from './refund-store.ts'
import type { Refund } from './refund.ts'

const MAX_PAYMENTS = 20
const MAX_OF_EACH = 50

/**
 * The refunds that a text names, as an operator pastes it: any number of a refund, or everything that names a
 * payment.
 */
export async function findRefundsNamed(
  deps: Pick<Deps, 'database'>,
  pasted: string,
): Promise<readonly Refund[]> {
  const { db } = deps.database
  const refund = await findRefundByNumber(db, plainNumber(pasted))
  if (refund !== undefined) return [refund]
  const payments = await findPaymentsNamed(deps, pasted)
  const found: Refund[] = []
  for (const { id } of payments.slice(0, MAX_PAYMENTS)) {
    const { refunds } = await listRefundsOf(db, id, { limit: MAX_OF_EACH })
    found.push(...refunds)
  }
  return found.toSorted((one, other) => (one.id < other.id ? 1 : -1))
}
