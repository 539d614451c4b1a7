import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { ApiError } from '../http/error.ts'
import { parseId } from '../platform/ids.ts'
import type { Payment } from './payment.ts'
import { readPayment } from './read-payments.ts'

/** The account's payment with this id. Another account's payment counts as unknown. */
export async function requireOwnPayment(
  deps: Deps,
  account: Account,
  id: string,
): Promise<Payment> {
  const known = parseId('pay', id)
  const payment = known && (await readPayment(deps, known))
  if (payment?.accountId === account.id) return payment
  throw new ApiError('not_found', 'This account has no such payment')
}
