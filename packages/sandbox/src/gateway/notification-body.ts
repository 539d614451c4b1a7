import type { Settings } from '../settings.ts'
import { formatGatewayTime } from './gateway-time.ts'
import { type Order, cancelOf } from './order.ts'
import { pythonJson } from './python-json.ts'

/** The text of a notification, byte for byte as QFPay's Python writes it. */
export function notificationBody(order: Order, { utcOffset }: Pick<Settings, 'utcOffset'>): string {
  const isRefund = order.kind === 'refund'
  const payment = isRefund ? order.original : order
  const endedAt = (isRefund ? order.doneAt : order.paidAt) ?? order.createdAt
  return pythonJson({
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
    notify_type: order.kind,
    chnlsn: order.chnlsn,
    cardcd: payment.openid,
    ...(isRefund
      ? { cash_refund_fee: String(order.amount), cash_refund_fee_type: order.currency }
      : {}),
  })
}
