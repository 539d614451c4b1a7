import type { Order } from '../state/order.ts'
import type { State } from '../state/state.ts'
import type { Call } from '../wire/call.ts'
import { Refusal } from '../wire/refusal.ts'

/**
 * The order with a number at the merchant's store that asks; a Refusal if there is none. `syssn` wins if both
 * are given.
 */
export function findOrder(
  state: State,
  { parameters, merchant: { appCode } }: Call,
  { syssn = '', outTradeNo = '' }: { readonly syssn?: string; readonly outTradeNo?: string },
): Order {
  const order =
    syssn === '' ? state.orders.byNumber(appCode, outTradeNo) : state.orders.bySyssn(appCode, syssn)
  const respcd = state.settings.unknownOrderRespcd
  if (order === undefined) {
    throw new Refusal({
      respcd,
      rule: 'order-unknown',
      message: 'The merchant has no such order.',
      hint: 'A refund wants the syssn of the payment, and its own new out_trade_no.',
    })
  }
  if (order.mchid !== (parameters['mchid'] ?? '')) {
    throw new Refusal({
      respcd,
      rule: 'order-of-another-store',
      message: 'The order was made by another store of the merchant.',
      hint: 'Send the mchid with which the order was made.',
    })
  }
  return order
}
