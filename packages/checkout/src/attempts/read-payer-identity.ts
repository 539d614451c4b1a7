import type { Deps } from '../deps.ts'
import type { Payment } from '../payments/payment.ts'
import { sealContext } from '../platform/seal-context.ts'

/** Who must pay, if the merchant said so, as QFPay wants to have it. */
export function readPayerIdentity(
  deps: Pick<Deps, 'sealing'>,
  payment: Payment,
): { user_truename: string; user_creid: string } {
  const identity = JSON.parse(
    deps.sealing.open(payment.payerIdentitySealed ?? '', sealContext.payerIdentity(payment.id)),
  ) as { name: string; id_number: string }
  return { user_truename: identity.name, user_creid: identity.id_number }
}
