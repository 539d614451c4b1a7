import { formatGatewayTime } from '../state/gateway-time.ts'
import type { Order, Payment } from '../state/order.ts'
import type { State } from '../state/state.ts'
import type { Call, Endpoint, Reply } from '../wire/call.ts'
import { optional, readAmount, readTime } from '../wire/read-fields.ts'
import { Refusal, badParameter } from '../wire/refusal.ts'
import { refundInPortal } from './create-refund.ts'
import { findOrder } from './find-order.ts'
import type { Finisher } from './finish-orders.ts'

/** `/trade/v1/close`: ends an unpaid order, where the gateway supports it. */
export function close(state: State, finisher: Finisher): Endpoint {
  return async (call) => {
    const payment = findUnfinished(state, call)
    checkSupported(state, payment)
    const isRefunded = payment.status === 'paid' && state.settings.closePaid === 'refund'
    const syssn = isRefunded
      ? await refundOnClose(state, finisher, payment)
      : closeUnpaid(state, payment)
    return {
      respcd: '0000',
      resperr: 'success',
      respmsg: '',
      orig_syssn: payment.syssn,
      syssn,
      ...echoOf(payment),
      sysdtm: formatGatewayTime(state.clock.now(), state.settings.utcOffset),
      chnlsn: '',
    }
  }
}

/** `/trade/v1/reversal`: an 800207 order has none. */
export function reversal(state: State): Endpoint {
  return (call) => {
    const payment = findUnfinished(state, call)
    throw new Refusal({
      respcd: state.settings.reversalRespcd,
      rule: 'reversal-unsupported',
      message: `pay_type ${payment.payType} has no reversal.`,
      hint: 'A reversal is for payments in a shop. Close the order, or let its prepay expire.',
    })
  }
}

/** The payment that a close or a reversal names, if amount and time agree with it. */
function findUnfinished(state: State, call: Call): Payment {
  const { parameters } = call
  const syssn = optional(parameters, 'syssn', 128)
  const outTradeNo = optional(parameters, 'out_trade_no', 128)
  if (syssn === '' && outTradeNo === '') {
    throw badParameter(
      'order-not-named',
      'Neither syssn nor out_trade_no is given.',
      'Send one of them.',
    )
  }
  const amount = readAmount(parameters)
  const txdtm = readTime(parameters, 'txdtm')
  const order = findOrder(state, call, { syssn, outTradeNo })
  if (order.kind !== 'payment') throw notAPayment(order)
  if (order.amount !== amount) {
    throw new Refusal({
      respcd: '1266',
      rule: 'amount-differs',
      message: `txamt ${amount} is not the order’s amount.`,
      hint: 'Send the txamt of the original payment.',
    })
  }
  if (order.txdtm !== txdtm) {
    throw new Refusal({
      respcd: '1267',
      rule: 'txdtm-differs',
      message: 'txdtm is not the order’s.',
      hint: 'Send the txdtm of the original payment, not the time of this request.',
    })
  }
  return order
}

function checkSupported({ settings }: State, { payType }: Payment): void {
  if (settings.closeSupported) return
  throw new Refusal({
    respcd: '1297',
    rule: 'close-unsupported',
    message: `pay_type ${payType} cannot be closed.`,
    hint: 'Let the order expire: its prepay lives two hours.',
  })
}

/** As QFPay's Japanese text has it: a close of a paid order is a refund. */
async function refundOnClose(state: State, finisher: Finisher, original: Payment): Promise<string> {
  const amount = original.amount - original.refunded
  return (await refundInPortal(state, finisher, { original, amount })).syssn
}

function closeUnpaid(state: State, payment: Payment): string {
  checkOpen(state, payment)
  payment.status = 'closed'
  return state.mint.syssn()
}

function checkOpen({ settings, clock }: State, payment: Payment): void {
  if (payment.status === 'paid' || payment.status === 'processing') {
    throw new Refusal({
      respcd: settings.closePaidRespcd,
      rule: 'close-of-a-paid-order',
      message: 'The order is paid, or is being paid.',
      hint: 'Enquire before closing; refund the money that came.',
    })
  }
  if (payment.status === 'closed') {
    throw new Refusal({
      respcd: '1264',
      rule: 'closed-already',
      message: 'The order is closed already.',
      hint: 'Nothing is left to do.',
    })
  }
  if (clock.now() - payment.createdAt < settings.closeAfterMs) {
    throw new Refusal({
      respcd: settings.closeTooEarlyRespcd,
      rule: 'close-too-early',
      message: 'WeChat closes no order in its first five minutes.',
      hint: 'Wait until the order is old enough.',
    })
  }
}

function echoOf({ outTradeNo, amount, currency, txdtm }: Payment): Reply {
  return { out_trade_no: outTradeNo, txamt: String(amount), txcurrcd: currency, txdtm }
}

function notAPayment(order: Order): Refusal {
  return new Refusal({
    respcd: '1136',
    rule: 'not-a-payment',
    message: `The order is a ${order.kind}.`,
    hint: 'Only an unpaid payment can be closed.',
  })
}
