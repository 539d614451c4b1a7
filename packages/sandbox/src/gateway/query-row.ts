import type { Lookup, Misshape } from '../faults/fault.ts'
import { cashFields } from '../state/cash.ts'
import { formatGatewayTime } from '../state/gateway-time.ts'
import { type Order, cancelOf, shownRespcd } from '../state/order.ts'
import type { State } from '../state/state.ts'
import { sentenceOf } from '../wire/respcd-texts.ts'

/** One order as an enquiry lists it. */
export type QueryRow = {
  readonly respcd: string
  readonly [field: string]: string | null
}

/** The row of an order, requested by its number or listed; undefined if a fault hides it. */
export function queryRow(state: State, order: Order, lookup: Lookup): QueryRow | undefined {
  const occasion = { orders: [order.outTradeNo], appCode: order.appCode, lookup }
  if (state.faults.take('hide-row', occasion) !== undefined) return undefined
  const fault = state.faults.take('row', occasion)
  const row = { ...trueRow(state, order), ...fault?.show }
  const shape = state.faults.take('misshape-row', occasion)
  return shape === undefined ? row : misshapen(row, shape.how)
}

function misshapen(row: QueryRow, how: Misshape): QueryRow {
  switch (how) {
    case 'decimal-amount':
      return { ...row, txamt: `${row['txamt'] ?? ''}.00` }
    case 'fractional-amount':
      return { ...row, txamt: `${row['txamt'] ?? ''}.50` }
    case 'no-amount':
      return { ...row, txamt: '' }
    case 'no-currency':
      return { ...row, txcurrcd: null }
  }
}

function trueRow(state: State, order: Order): QueryRow {
  const isRefund = order.kind === 'refund'
  const respcd = shownRespcd(order, state.clock.now(), state.settings)
  const endedAt = isRefund ? order.doneAt : order.paidAt
  const written = (instant: number): string =>
    formatGatewayTime(instant + order.skewMs, state.settings.utcOffset)
  return {
    syssn: order.syssn,
    out_trade_no: order.outTradeNo,
    pay_type: order.payType,
    order_type: order.kind,
    txcurrcd: order.currency,
    txamt: String(order.amount),
    txdtm: order.txdtm,
    sysdtm: written(order.createdAt),
    paydtm: endedAt === undefined ? '' : written(endedAt),
    respcd,
    errmsg: sentenceOf(respcd, state.settings),
    cancel: cancelOf(order),
    origssn: isRefund ? order.original.syssn : null,
    chnlsn: order.chnlsn,
    cardcd: endedAt === undefined || isRefund ? '' : order.openid,
    udid: order.udid,
    goods_name: isRefund ? '' : order.goodsName,
    ...cashFields(order),
  }
}
