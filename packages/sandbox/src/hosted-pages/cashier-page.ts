import { makePrepay } from '../gateway/make-prepay.ts'
import { shapeOf } from '../gateway/pay-types.ts'
import { noticePage, openInWechatPage } from '../pages/page.ts'
import { payPage } from '../pages/pay-page.ts'
import type { Payment } from '../state/order.ts'
import type { State } from '../state/state.ts'
import { isWechat, payerOf } from '../wechat/browser-visit.ts'
import { openidOf } from '../wechat/openid.ts'

/** The page behind a Canadian merchant's `pay_url`: it identifies the payer itself. */
export async function cashierPage(state: State, request: Request): Promise<Response> {
  const url = new URL(request.url)
  state.ownOrigins.add(url.origin)
  const payment = findCashierPayment(state, url.searchParams.get('syssn') ?? '')
  const payer = payerOf(state, request)
  state.journal.append({
    kind: 'page',
    step: 'QFPay’s cashier page',
    method: request.method,
    url: url.origin + url.pathname,
    payer,
    ...(payment === undefined ? {} : { orderId: payment.outTradeNo }),
  })
  if (!isWechat(request)) return await openInWechatPage(state.settings.outsideWechatStatus)
  const appid = qfpayAppid(state)
  if (payment === undefined || appid === undefined) {
    const title = 'There is no such order'
    return await noticePage({ title, status: 404 }, title, 'Open the pay_url as it came.')
  }
  return await payPage(
    {
      merchantName: state.merchants.get(payment.appCode)?.name ?? '',
      amount: String(payment.amount),
      currency: payment.currency,
      goodsName: payment.goodsName,
      payParams: payParamsFor(state, payment, { appid, openid: openidOf(state, payer, appid) }),
      returnUrl: payment.returnUrl ?? '',
    },
    state.settings,
  )
}

/** The appid of QFPay's Official Account. */
export function qfpayAppid(state: State): string | undefined {
  return [...state.officialAccounts.values()].find(({ owner }) => owner === 'qfpay')?.appid
}

function findCashierPayment(state: State, syssn: string): Payment | undefined {
  const order = state.orders
    .list()
    .find((other) => other.syssn === syssn && other.kind === 'payment')
  if (order?.kind !== 'payment') return undefined
  const isCanadian = state.merchants.get(order.appCode)?.region === 'CA'
  return isCanadian || shapeOf(order.payType) === 'pay_url' ? order : undefined
}

function payParamsFor(
  state: State,
  payment: Payment,
  payer: { readonly appid: string; readonly openid: string },
): Readonly<Record<string, string>> {
  const isHis = payment.prepay?.openid === payer.openid
  if (payment.prepay !== undefined && (isHis || payment.status !== 'created')) {
    return payment.prepay.payParams
  }
  return makePrepay(state, payment, payer)
}
