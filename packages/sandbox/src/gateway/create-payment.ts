import type { Notifier } from '../notifications/notifier.ts'
import { formatGatewayTime } from '../state/gateway-time.ts'
import type { Payment } from '../state/order.ts'
import type { State } from '../state/state.ts'
import type { Call, Endpoint, Reply } from '../wire/call.ts'
import { Refusal } from '../wire/refusal.ts'
import type { Finisher } from './finish-orders.ts'
import { makePrepay } from './make-prepay.ts'
import { shapeOf } from './pay-types.ts'
import { checkOpenid, spendOpenid } from './payment-openid.ts'
import { type PaymentRequest, readPaymentRequest } from './payment-request.ts'

/** `POST /trade/v1/payment`, pay_type 800207. */
export function createPayment(state: State, finisher: Finisher, notifier: Notifier): Endpoint {
  return async (call) => {
    const request = readPaymentRequest(state, call)
    const existing = existingPayment(state, call, request.outTradeNo)
    if (existing !== undefined) return paymentReply(state, existing, call)
    const payer =
      request.openid === '' ? undefined : checkOpenid(state, call.merchant, request.openid)

    const payment = recordPayment(state, call, request)
    if (payer === undefined) return paymentReply(state, payment, call)

    const { appCode } = call.merchant
    spendOpenid(state, appCode, payer.openid)
    makePrepay(state, payment, payer)
    const reply = paymentReply(state, payment, call)
    const occasion = { orders: [payment.outTradeNo], appCode, payer: payer.payer }
    if (state.faults.take('forge-notification', occasion) !== undefined) notifier.forge(payment)
    if (state.faults.take('pay-before-answer', occasion) !== undefined) {
      await finisher.pay(payment, payer.payer, { isAtOnce: true })
    }
    return reply
  }
}

/** 1251 if a payment or refund of the merchant has the number already. */
export function checkUnused(state: State, appCode: string, outTradeNo: string): void {
  const order = state.orders.byNumber(appCode, outTradeNo)
  if (order === undefined) return
  throw new Refusal({
    respcd: '1251',
    respmsg: 'out_trade_no is used',
    rule: 'out-trade-no-used',
    message: `out_trade_no ${outTradeNo} is used by a ${order.kind}.`,
    hint: 'Numbers are unique over payments and refunds together. After a repeat of a lost request, enquire by the number instead.',
  })
}

/** The order of a used number, if the settings say to return its result, whatever is asked now. */
function existingPayment(
  state: State,
  { merchant }: Call,
  outTradeNo: string,
): Payment | undefined {
  const order = state.orders.byNumber(merchant.appCode, outTradeNo)
  if (order?.kind === 'payment' && state.settings.usedNumber === 'existing') return order
  checkUnused(state, merchant.appCode, outTradeNo)
  return undefined
}

/** The reply to a payment request: `pay_params`, or another way for the payer. */
export function paymentReply(
  { settings }: Pick<State, 'settings'>,
  payment: Payment,
  call: Pick<Call, 'origin'>,
): Reply {
  const sysdtm = formatGatewayTime(payment.createdAt + payment.skewMs, settings.utcOffset)
  return {
    sysdtm,
    paydtm: sysdtm,
    txcurrcd: payment.currency,
    respmsg: '',
    ...wayToPay(payment, call),
    pay_type: payment.payType,
    cardcd: '',
    udid: payment.udid,
    txdtm: payment.txdtm,
    txamt: String(payment.amount),
    resperr: '交易成功',
    out_trade_no: payment.outTradeNo,
    syssn: payment.syssn,
    respcd: '0000',
    chnlsn: '',
  }
}

function recordPayment(state: State, { merchant }: Call, request: PaymentRequest): Payment {
  const { notifyUrl, returnUrl, ...asked } = request
  const payment: Payment = {
    ...asked,
    kind: 'payment',
    appCode: merchant.appCode,
    syssn: state.mint.syssn(),
    createdAt: state.clock.now(),
    skewMs:
      state.faults.take('skew', {
        endpoint: 'payment',
        appCode: merchant.appCode,
        orders: [request.outTradeNo],
      })?.ms ?? 0,
    status: 'created',
    respcd: '1143',
    chnlsn: '',
    refunded: 0,
    isRefunding: false,
    ...(notifyUrl === '' ? {} : { notifyUrl }),
    ...(returnUrl === '' ? {} : { returnUrl }),
  }
  state.orders.add(payment)
  return payment
}

function wayToPay({ payType, prepay, syssn }: Payment, { origin }: Pick<Call, 'origin'>): Reply {
  if (shapeOf(payType) === 'qrcode') return { qrcode: `weixin://wxpay/bizpayurl?pr=${syssn}` }
  if (prepay !== undefined && shapeOf(payType) === 'pay_params') {
    return { pay_params: prepay.payParams }
  }
  return { pay_url: `${origin}/q/cashier?syssn=${syssn}` }
}
