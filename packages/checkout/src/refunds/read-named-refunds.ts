import type { Deps } from '../deps.ts'
import { plainNumber } from '../payments/payment-search.ts'
import { readNamedPayments } from './read-named-payments.ts'
import { findRefundsByNumber, type NamedRefunds } from './refund-store.ts'

/**
 * The refunds that a text names, as an operator pastes it: any number of a refund, or everything that names a
 * payment.
 */
export async function readNamedRefunds(
  deps: Pick<Deps, 'database'>,
  pasted: string,
): Promise<NamedRefunds> {
  const refunds = await findRefundsByNumber(deps.database.db, plainNumber(pasted))
  return refunds.length > 0
    ? { ids: refunds.map(({ id }) => id) }
    : { of: await readNamedPayments(deps, pasted) }
}
