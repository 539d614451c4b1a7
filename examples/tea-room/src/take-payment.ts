import { askTael, type Payment, type Tael } from '@tael-examples/common'
import type { Bill } from './till.ts'

/** Creates the bill's payment. Asked again, it answers with the same payment until that has lapsed. */
export function createPayment(tael: Tael, bill: Bill): Promise<Payment> {
  const reference = bill.tries === 1 ? bill.id : `${bill.id}-${bill.tries}`
  return askTael(tael, '/v1/payments', {
    key: reference,
    body: {
      reference,
      amount: bill.total,
      currency: 'HKD',
      description: `Table ${bill.table}`,
      return_url: `${tael.publicUrl}/bills/${bill.id}`,
      metadata: { bill: bill.id },
    },
  })
}

/** Reads a payment. Only this answer says that a bill is paid. */
export function readPayment(tael: Tael, id: string): Promise<Payment> {
  return askTael(tael, `/v1/payments/${id}`)
}

export type BillState = 'open' | 'confirming' | 'paid' | 'refunded'

/** What a bill's payment means to the guest. One that has lapsed leaves the bill to be paid. */
export function stateOf({ payment }: Pick<Bill, 'payment'>): BillState {
  if (payment?.status === 'pending') return 'confirming'
  if (payment?.status !== 'succeeded') return 'open'
  return payment.amount_refunded >= payment.amount ? 'refunded' : 'paid'
}

export function hasLapsed({ payment }: Pick<Bill, 'payment'>): boolean {
  return payment !== undefined && ['failed', 'expired', 'canceled'].includes(payment.status)
}
