import type { Order } from '../state/order.ts'
import type { State } from '../state/state.ts'
import { Refusal } from '../wire/refusal.ts'

/** The merchant's order with a number; a Refusal if there is none. `syssn` wins if both are given. */
export function findOrder(
  state: State,
  appCode: string,
  { syssn = '', outTradeNo = '' }: { readonly syssn?: string; readonly outTradeNo?: string },
): Order {
  const order =
    syssn === '' ? state.orders.byNumber(appCode, outTradeNo) : state.orders.bySyssn(appCode, syssn)
  if (order !== undefined) return order
  throw new Refusal({
    respcd: state.settings.unknownOrderRespcd,
    rule: 'order-unknown',
    message: 'The merchant has no such order.',
    hint: 'A refund wants the syssn of the payment, and its own new out_trade_no.',
  })
}
