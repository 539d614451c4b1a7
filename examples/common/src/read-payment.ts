import type { Payment } from './payment.ts'
import type { Refund } from './refund.ts'
import { askTael, type Tael } from './tael.ts'

/**
 * Reads a payment, and once it is over its refunds: the merchant's, and those that Tael made for money that came
 * twice or too late. Only this answer says that something is paid.
 */
export async function readPayment(
  tael: Tael,
  id: string,
): Promise<{ readonly payment: Payment; readonly refunds: readonly Refund[] }> {
  const payment: Payment = await askTael(tael, `/v1/payments/${id}`)
  const isOpen = payment.status === 'created' || payment.status === 'pending'
  return { payment, refunds: isOpen ? [] : await readRefunds(tael, id) }
}

async function readRefunds(tael: Tael, id: string): Promise<readonly Refund[]> {
  type Page = { readonly data: readonly Refund[] }
  return (await askTael<Page>(tael, `/v1/payments/${id}/refunds?limit=100`)).data
}
