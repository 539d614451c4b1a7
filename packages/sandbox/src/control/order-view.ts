import { type Order, cancelOf, shownRespcd } from '../state/order.ts'
import type { State } from '../state/state.ts'

/** An order as the control API and the methods in process show it. */
export type OrderView = {
  readonly outTradeNo: string
  readonly syssn: string
  readonly appCode: string
  readonly mchid?: string
  readonly kind: 'payment' | 'refund'
  readonly status: Order['status']
  /** What an enquiry shows for it now. */
  readonly respcd: string
  readonly cancel: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  /** Refunded minor units. */
  readonly refunded: number
  /** The payer's id in the sandbox; empty while unknown. */
  readonly payer: string
  readonly goodsName: string
  /** Of a refund: the payment's out_trade_no. */
  readonly paymentOutTradeNo?: string
  /** ISO 8601, in the sandbox's time. */
  readonly createdAt: string
  readonly endedAt?: string
}

export function orderView(state: State, order: Order): OrderView {
  const isRefund = order.kind === 'refund'
  const payment = isRefund ? order.original : order
  const endedAt = isRefund ? order.doneAt : order.paidAt
  return {
    outTradeNo: order.outTradeNo,
    syssn: order.syssn,
    appCode: order.appCode,
    ...(order.mchid === '' ? {} : { mchid: order.mchid }),
    kind: order.kind,
    status: order.status,
    respcd: shownRespcd(order, state.clock.now(), state.settings),
    cancel: cancelOf(order),
    amount: order.amount,
    currency: order.currency,
    refunded: isRefund ? 0 : order.refunded,
    payer: state.grants.openids.get(payment.openid)?.payer ?? '',
    goodsName: payment.goodsName,
    ...(isRefund ? { paymentOutTradeNo: order.original.outTradeNo } : {}),
    createdAt: new Date(order.createdAt).toISOString(),
    ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt).toISOString() }),
  }
}
