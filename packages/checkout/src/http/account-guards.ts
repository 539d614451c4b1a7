import { currencyProblem, toWireAmount } from '@tael/qfpay'
import type { Account } from '../accounts/account.ts'
import { ApiError } from './error.ts'

/** QFPay counts amounts in eleven digits. */
export const MAX_AMOUNT = 99_999_999_999

type Requested = { readonly amount: number; readonly currency: string }

export function accountDisabled(): ApiError {
  return new ApiError(
    'account_disabled',
    'The account is disabled and accepts no new payments. The operator of Tael can enable it.',
  )
}

/** An amount that QFPay cannot count must not become a payment or a refund that can only fail. */
export function refuseUnrepresentable(account: Account, requested: Requested): void {
  throwAny(findUnrepresentable(account, requested))
}

/** A currency or an amount that Tael cannot request must not become a payment that nobody can pay. */
export function refuseUnpayable(account: Account, requested: Requested): void {
  throwAny(findUnpayable(account, requested))
}

/** Tael sends payers only to addresses that the account has registered. */
export function refuseForeignReturn(
  account: Account,
  url: string | undefined,
  field = 'return_url',
): void {
  throwAny(findForeignReturn(account, url, field))
}

/** Why the account may not have this new payment; undefined if it may. */
export function findRefusal(
  account: Account,
  requested: Requested & { readonly returnUrl?: string | undefined },
): ApiError | undefined {
  return (
    findForeignReturn(account, requested.returnUrl, 'return_url') ??
    findUnpayable(account, requested)
  )
}

function throwAny(error: ApiError | undefined): void {
  if (error !== undefined) throw error
}

function findUnrepresentable(
  { settings }: Account,
  { amount, currency }: Requested,
): ApiError | undefined {
  if (isRepresentable({ settings }, { amount, currency })) return undefined
  return new ApiError(
    'invalid_parameter',
    `QFPay cannot express ${amount} ${currency} with the decimals in the account's currency_scales`,
    'amount',
  )
}

function findUnpayable(account: Account, requested: Requested): ApiError | undefined {
  const problem = currencyProblem(requested.currency, account.settings.currencyScales ?? {})
  if (problem === undefined) return findUnrepresentable(account, requested)
  // Names the field as in the account's settings, not as the client does.
  const message = problem.replace('currencyScales', 'currency_scales')
  return new ApiError('invalid_parameter', message, 'currency')
}

function findForeignReturn(
  { settings: { returnOrigins } }: Account,
  url: string | undefined,
  field: string,
): ApiError | undefined {
  if (url === undefined || returnOrigins.includes(new URL(url).origin)) return undefined
  return new ApiError(
    'invalid_parameter',
    `${field} must be on one of the account's return_origins: ${returnOrigins.join(', ') || 'none is registered'}`,
    field,
  )
}

/** Whether QFPay's unit of the currency can express an amount. */
export function isRepresentable(
  { settings }: Pick<Account, 'settings'>,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): boolean {
  const counted = toWireAmount(amount, currency, settings.currencyScales ?? {})
  return counted !== undefined && counted <= MAX_AMOUNT
}
