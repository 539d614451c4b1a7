import { toWireAmount } from '@tael/qfpay'
import type { Account } from '../accounts/account.ts'
import { ApiError } from '../http/error.ts'
import { LARGEST_AMOUNT } from './payment-resource.ts'

/** What QFPay cannot count must not become a payment or a refund that can only fail. */
export function refuseUncountable(
  { settings }: Account,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): void {
  const counted = toWireAmount(amount, currency, settings.currencyScales ?? {})
  if (counted !== undefined && counted <= LARGEST_AMOUNT) return
  throw new ApiError(
    'invalid_parameter',
    `QFPay can't be asked for ${amount} ${currency} in the decimals that the account's currency_scales give`,
    'amount',
  )
}
