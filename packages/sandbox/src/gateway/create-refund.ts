import { formatGatewayTime } from '../state/gateway-time.ts'
import type { Order, Payment, Refund } from '../state/order.ts'
import type { State } from '../state/state.ts'
import type { Endpoint, Reply } from '../wire/call.ts'
import { optional, readAmount, readOrderNumber, readTime, required } from '../wire/read-fields.ts'
import { badParameter, Refusal } from '../wire/refusal.ts'
import { checkUnused } from './create-payment.ts'
import { findOrder } from './find-order.ts'
import type { Finisher } from './finish-orders.ts'
import { checkRefundable } from './refund-rules.ts'

/** `POST /trade/v1/refund`. */
export function createRefund(state: State, finisher: Finisher): Endpoint {
  return async (call) => {
    const { parameters, merchant } = call
    const syssn = required(parameters, 'syssn', 128)
    const outTradeNo = readOrderNumber(parameters)
    const amount = readAmount(parameters)
    const txdtm = readTime(parameters, 'txdtm')
    if (amount === 0) throw noMoney()
    const original = findOrder(state, call, { syssn })
    checkUnused(state, merchant.appCode, outTradeNo)
    const udid = optional(parameters, 'udid', 40) || 'qiantai2'
    const asked = { outTradeNo, amount, txdtm, udid }
    const payment = keepingRefused(state, { original, asked }, () =>
      checkRefundable(state, original, amount),
    )

    const refund = recordRefund(state, { payment, ...asked })
    payment.isRefunding = true
    await finisher.refund(refund)
    return refundReply(state, refund)
  }
}

/** A refund that the merchant's staff makes in QFPay's portal. Unless they name one, its number is QFPay's own, twice. */
export async function refundInPortal(
  state: State,
  finisher: Finisher,
  {
    original,
    amount,
    outTradeNo,
  }: {
    readonly original: Order
    readonly amount: number
    readonly outTradeNo?: string | undefined
  },
): Promise<Refund> {
  if (outTradeNo !== undefined) checkUnused(state, original.appCode, outTradeNo)
  const payment = checkRefundable(state, original, amount)
  const syssn = state.mint.syssn()
  const txdtm = formatGatewayTime(state.clock.now(), state.settings.utcOffset)
  const refund = recordRefund(state, {
    payment,
    syssn,
    outTradeNo: outTradeNo ?? syssn,
    amount,
    txdtm,
    udid: '',
  })
  payment.isRefunding = true
  await finisher.refund(refund)
  return refund
}

type Asked = Pick<Refund, 'outTradeNo' | 'amount' | 'txdtm' | 'udid'>

/** Keeps of a postponed refund what the settings say that a gateway keeps. */
function keepingRefused(
  state: State,
  { original, asked }: { readonly original: Order; readonly asked: Asked },
  check: () => Payment,
): Payment {
  try {
    return check()
  } catch (refusal) {
    const { refusedRefundKeeps } = state.settings
    const isForNow = refusal instanceof Refusal && FOR_NOW.includes(refusal.respcd)
    if (isForNow && original.kind === 'payment' && refusedRefundKeeps !== 'nothing') {
      const refund = recordRefund(state, { payment: original, ...asked })
      refund.status = 'failed'
      refund.respcd = refusal.respcd
      const hidden = { effect: { kind: 'hide-row' }, order: asked.outTradeNo, times: null } as const
      if (refusedRefundKeeps === 'number') state.faults.add(hidden)
    }
    throw refusal
  }
}

const FOR_NOW: readonly string[] = ['1265', '1269']

function recordRefund(
  state: State,
  asked: Asked & { readonly payment: Payment; readonly syssn?: string },
): Refund {
  const { payment, ...rest } = asked
  const { notifyUrl, appCode, currency, payType, mchid, skewMs } = payment
  const refund: Refund = {
    syssn: state.mint.syssn(),
    ...rest,
    kind: 'refund',
    original: payment,
    appCode,
    mchid,
    currency,
    payType,
    skewMs,
    createdAt: state.clock.now(),
    status: 'processing',
    respcd: '1145',
    chnlsn: state.mint.chnlsn(),
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
  }
  state.orders.add(refund)
  return refund
}

function refundReply({ settings }: State, refund: Refund): Reply {
  const isDone = refund.status === 'done'
  const written = (instant: number): string =>
    formatGatewayTime(instant + refund.skewMs, settings.utcOffset)
  return {
    orig_syssn: refund.original.syssn,
    sysdtm: written(refund.createdAt),
    paydtm: refund.doneAt === undefined ? '' : written(refund.doneAt),
    txdtm: refund.txdtm,
    udid: refund.udid,
    txcurrcd: refund.currency,
    txamt: String(refund.amount),
    resperr: isDone ? 'success' : `refund in progress (${refund.respcd})`,
    respmsg: '',
    out_trade_no: refund.outTradeNo,
    syssn: refund.syssn,
    respcd: isDone ? '0000' : refund.respcd,
    chnlsn: refund.chnlsn,
    cardcd: '',
  }
}

function noMoney(): Error {
  return badParameter('refund-of-nothing', 'txamt is 0.', 'Refund at least one minor unit.')
}
