import {
  askTael,
  paymentState,
  type Payment,
  type PaymentState,
  type Tael,
} from '@tael-examples/common'
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

/** What a bill's payment means to the guest. One that has lapsed leaves the bill to be paid. */
export type BillState = Exclude<PaymentState, 'lapsed'>

export function stateOf(bill: Pick<Bill, 'payment' | 'refunds'>): BillState {
  const state = paymentState(bill)
  return state === 'lapsed' ? 'unpaid' : state
}

export function hasLapsed({ payment }: Pick<Bill, 'payment'>): boolean {
  return payment !== undefined && ['failed', 'expired', 'canceled'].includes(payment.status)
}
