import { noticePage, openInWechatPage } from '../pages/page.ts'
import { payPage } from '../pages/pay-page.ts'
import type { Problem } from '../state/journal.ts'
import type { State } from '../state/state.ts'
import { isWechat, payerOf } from '../wechat/browser-visit.ts'

const PAY_PARAMS = ['package', 'timeStamp', 'signType', 'paySign', 'appId', 'nonceStr'] as const
const REQUIRED = ['mchntnm', 'txamt', 'redirect_url', ...PAY_PARAMS] as const

/** `GET /q/direct`: opens the payment sheet with pay_params, and goes to `redirect_url` afterwards. */
export async function directPage(state: State, request: Request): Promise<Response> {
  const url = new URL(request.url)
  state.ownOrigins.add(url.origin)
  const parameters = Object.fromEntries(url.searchParams)
  const problem = problemOf(parameters)
  const isInside = isWechat(request)
  state.journal.append({
    kind: 'page',
    step: 'QFPay’s payment page',
    method: request.method,
    url: url.origin + url.pathname,
    status: isInside ? (problem === undefined ? 200 : 400) : state.settings.outsideWechatStatus,
    request: parameters,
    payer: payerOf(state, request),
    ...(problem === undefined ? {} : { problem }),
  })
  if (!isInside) return await openInWechatPage(state.settings.outsideWechatStatus)
  if (problem !== undefined) {
    const title = 'The payment page cannot open'
    return await noticePage({ title, status: 400 }, problem.message, problem.hint)
  }
  return await payPage(
    {
      merchantName: parameters['mchntnm'] ?? '',
      amount: parameters['txamt'] ?? '',
      currency: parameters['currency'] || currencyOf(state, parameters['package'] ?? ''),
      goodsName: parameters['goods_name'] ?? '',
      payParams: Object.fromEntries(PAY_PARAMS.map((name) => [name, parameters[name] ?? ''])),
      returnUrl: absolute(parameters['redirect_url'] ?? ''),
    },
    state.settings,
  )
}

/** The order's own if the address names none. */
function currencyOf({ orders, settings }: State, prepay: string): string {
  return orders.byPrepay(prepay.replace(/^prepay_id=/, ''))?.currency ?? settings.directCurrency
}

function problemOf(parameters: Readonly<Record<string, string>>): Problem | undefined {
  const missing = REQUIRED.filter((name) => (parameters[name] ?? '') === '')
  if (missing.length > 0) {
    return {
      rule: 'direct-parameter-missing',
      message: `Missing: ${missing.join(', ')}.`,
      hint: 'Copy the pay_params unchanged, each encoded once, and add mchntnm, txamt and redirect_url.',
    }
  }
  if (!/^\d{1,11}$/.test(parameters['txamt'] ?? '')) {
    return {
      rule: 'direct-amount',
      message: 'txamt is not a whole number of minor units.',
      hint: 'Show the amount of the order: HK$10.99 is 1099.',
    }
  }
  const returnUrl = absolute(parameters['redirect_url'] ?? '')
  if (URL.canParse(returnUrl) && /^https?:$/.test(new URL(returnUrl).protocol)) return undefined
  return {
    rule: 'direct-redirect-url',
    message: 'redirect_url is not the address of a page.',
    hint: 'Send it in full, with https:// in front, encoded once.',
  }
}

// QFPay's own sample has no scheme; a browser would read it as a path on QFPay's host.
function absolute(url: string): string {
  return /^[\w-]+(\.[\w-]+)+(?:[:/?#]|$)/.test(url) ? `http://${url}` : url
}
