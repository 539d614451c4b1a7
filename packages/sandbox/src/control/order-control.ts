import { refundInPortal } from '../gateway/create-refund.ts'
import type { Finisher } from '../gateway/finish-orders.ts'
import { makePrepay } from '../gateway/make-prepay.ts'
import { qfpayAppid } from '../hosted-pages/cashier-page.ts'
import type { Order, Payment } from '../state/order.ts'
import type { State } from '../state/state.ts'
import { openidOf } from '../wechat/openid.ts'
import type { Wallet } from '../wechat/wallet.ts'
import { Refusal } from '../wire/refusal.ts'
import { ControlError, notFound } from './control-error.ts'
import { type OrderView, orderView } from './order-view.ts'

/** Names an order; the merchant is needed only where two have the same number. */
export type OrderName = {
  readonly outTradeNo: string
  readonly appCode?: string | undefined
}

export type Decision = OrderName & {
  /** Default: the payer for whom the order was made. */
  readonly payer?: string | undefined
}

/** A refund that QFPay's portal makes; all that remains unless an amount is given. */
export type PortalRefund = OrderName & {
  readonly amount?: number | undefined
  /** Of a refund that QFPay has postponed and now does after all. Default: a number of QFPay's own. */
  readonly refundNumber?: string | undefined
}

export type Decided = {
  /** What the bridge would have told the page. */
  readonly errMsg: string
  readonly errDesc?: string
  readonly order: OrderView
}

/** What a payer does with an order, without a browser; faults and rules apply as in one. */
export interface OrderControl {
  /** Newest last. */
  list(): readonly OrderView[]
  get(name: OrderName): OrderView
  pay(decision: Decision): Promise<Decided>
  cancel(decision: Decision): Promise<Decided>
  fail(decision: Decision): Promise<Decided>
  /** Refunds in QFPay's portal, past the API; resolves to the refund. */
  refund(asked: PortalRefund): Promise<OrderView>
}

export function createOrderControl(state: State, wallet: Wallet, finisher: Finisher): OrderControl {
  async function decide(asked: Decision, decision: 'pay' | 'cancel' | 'fail'): Promise<Decided> {
    const payment = findPayment(state, asked)
    const sheetId = state.mint.token(24)
    state.sheets.set(sheetId, { payment, payer: payerFor(state, payment, asked.payer) })
    const { errMsg, errDesc } = await wallet.decide({ sheetId, decision })
    return {
      errMsg,
      ...(errDesc === undefined ? {} : { errDesc }),
      order: orderView(state, payment),
    }
  }
  return {
    list: () => state.orders.list().map((order) => orderView(state, order)),
    get: (name) => orderView(state, findOrder(state, name)),
    pay: (asked) => decide(asked, 'pay'),
    cancel: (asked) => decide(asked, 'cancel'),
    fail: (asked) => decide(asked, 'fail'),
    async refund(asked) {
      const original = findPayment(state, asked)
      const { amount = original.amount - original.refunded } = asked
      const made = { original, amount, outTradeNo: asked.refundNumber }
      const refund = await refundInPortal(state, finisher, made).catch(refused)
      return orderView(state, refund)
    },
  }
}

function refused(error: unknown): never {
  if (!(error instanceof Refusal)) throw error
  const { message, hint } = error.problem
  throw new ControlError({ status: 409, code: 'refund_refused', message, hint })
}

function findOrder(state: State, { outTradeNo, appCode }: OrderName): Order {
  const found = state.orders.list(appCode).filter((order) => order.outTradeNo === outTradeNo)
  const [order, second] = found
  if (order === undefined) {
    throw notFound(
      `order ${outTradeNo}`,
      'Orders are named by out_trade_no; GET /_sandbox/orders lists them.',
    )
  }
  if (second !== undefined) {
    throw new ControlError({
      status: 409,
      code: 'order_ambiguous',
      message: `Several merchants have an order ${outTradeNo}.`,
      hint: 'Name the merchant too: appCode.',
    })
  }
  return order
}

function findPayment(state: State, name: OrderName): Payment {
  const order = findOrder(state, name)
  if (order.kind === 'payment') return order
  throw new ControlError({
    status: 409,
    code: 'not_a_payment',
    message: `${order.outTradeNo} is a refund.`,
    hint: 'Only a payment can be paid, canceled or made to fail.',
  })
}

function payerFor(state: State, payment: Payment, asked: string | undefined): string {
  const known = state.grants.openids.get(payment.prepay?.openid ?? '')?.payer
  const payer = asked ?? known ?? state.payers.keys().next().value ?? ''
  if (!state.payers.has(payer)) {
    throw notFound(`payer ${payer}`, 'GET /_sandbox/payers lists them.')
  }
  if (known !== undefined && known !== payer) {
    throw new ControlError({
      status: 409,
      code: 'payer_is_another',
      message: `The order was made for ${known}.`,
      hint: 'An order belongs to one openid. Leave the payer out.',
    })
  }
  const appid = qfpayAppid(state)
  // A Canadian order learns its payer at the cashier, which is skipped here.
  if (payment.prepay === undefined && appid !== undefined) {
    makePrepay(state, payment, { appid, openid: openidOf(state, payer, appid) })
  }
  return payer
}
