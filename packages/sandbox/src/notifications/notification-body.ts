import { cashFields } from '../state/cash.ts'
import { formatGatewayTime } from '../state/gateway-time.ts'
import { type Order, type Refund, cancelOf } from '../state/order.ts'
import type { Settings } from '../state/settings.ts'
import { pythonJson } from '../wire/python-json.ts'

type Told = Pick<
  Settings,
  'utcOffset' | 'paymentNotification' | 'refundNotification' | 'refundNotifyType'
>

/** The text of a notification, byte for byte as QFPay's Python writes it. */
export function notificationBody(order: Order, settings: Told): string {
  const isCaptured = order.kind === 'refund' && settings.refundNotification === 'captured'
  return pythonJson(isCaptured ? captured(order, settings) : documented(order, settings))
}

/** Exactly the fields, in their order, of a captured notification of a refund. */
function captured(
  refund: Refund,
  { utcOffset, refundNotifyType }: Told,
): Readonly<Record<string, string>> {
  return {
    status: '1',
    sysdtm: formatGatewayTime(refund.createdAt + refund.skewMs, utcOffset),
    txcurrcd: refund.currency,
    orig_out_trade_no: refund.original.outTradeNo,
    ...(refund.mchid === '' ? {} : { mchid: refund.mchid }),
    txdtm: refund.txdtm,
    txamt: String(refund.amount),
    orig_syssn: refund.original.syssn,
    out_trade_no: refund.outTradeNo,
    syssn: refund.syssn,
    respcd: '0000',
    notify_type: refundNotifyType,
  }
}

function documented(
  order: Order,
  { utcOffset, paymentNotification, refundNotifyType }: Told,
): Readonly<Record<string, string>> {
  const isRefund = order.kind === 'refund'
  const payment = isRefund ? order.original : order
  const endedAt = (isRefund ? order.doneAt : order.paidAt) ?? order.createdAt
  return {
    status: '1',
    pay_type: order.payType,
    sysdtm: formatGatewayTime(order.createdAt + order.skewMs, utcOffset),
    paydtm: formatGatewayTime(endedAt + order.skewMs, utcOffset),
    goods_name: isRefund ? '' : order.goodsName,
    txcurrcd: order.currency,
    txdtm: order.txdtm,
    ...(order.mchid === '' ? {} : { mchid: order.mchid }),
    txamt: String(order.amount),
    exchange_rate: '',
    chnlsn2: '',
    out_trade_no: order.outTradeNo,
    syssn: order.syssn,
    cash_fee_type: '',
    cancel: cancelOf(order),
    respcd: '0000',
    goods_info: '',
    cash_fee: '0',
    notify_type: isRefund ? refundNotifyType : 'payment',
    chnlsn: order.chnlsn,
    cardcd: payment.openid,
    ...cashFields(order),
    ...(!isRefund && paymentNotification === 'captured'
      ? { customer_source: '', outcardnm: '' }
      : {}),
  }
}
