import type { Account } from '../accounts/account.ts'
import { accountDisabled, refuseForeignReturn, refuseUnpayable } from '../http/account-guards.ts'
import { ApiError } from '../http/error.ts'
import type { PaymentLink } from './payment-link.ts'

/** What would become a link that nobody can pay. */
export function refuseNewLink(
  account: Account,
  request: Pick<PaymentLink, 'minAmount' | 'currency' | 'successUrl' | 'isOncePerPayer'>,
): void {
  if (account.disabledAt !== undefined) throw accountDisabled()
  const { currency } = request
  refuseForeignReturn(account, request.successUrl, 'success_url')
  refuseUnpayable(account, { amount: request.minAmount, currency })
  if (request.isOncePerPayer && account.settings.flow === 'canada') {
    throw new ApiError(
      'invalid_parameter',
      '"once_per_payer": nobody identifies the payers of this account (flow canada)',
      'once_per_payer',
    )
  }
}
