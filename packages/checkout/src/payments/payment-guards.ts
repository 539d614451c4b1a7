import { toWireAmount } from '@tael/qfpay'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { ApiError } from '../http/error.ts'
import { parseId } from '../platform/ids.ts'
import { MAX_AMOUNT } from './payment-resource.ts'
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

/** An amount that QFPay cannot count must not become a payment or a refund that can only fail. */
export function refuseUnrepresentable(
  { settings }: Account,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): void {
  const counted = toWireAmount(amount, currency, settings.currencyScales ?? {})
  if (counted !== undefined && counted <= MAX_AMOUNT) return
  throw new ApiError(
    'invalid_parameter',
    `QFPay cannot express ${amount} ${currency} with the decimals in the account's currency_scales`,
    'amount',
  )
}
