import type { Settings } from '../http/options.ts'
import { call, incomplete } from '../http/transport.ts'
import {
  paymentProblems,
  refuseProblems,
  textProblems,
  urlProblems,
  wireAmount,
} from '../wire/arguments.ts'
import { cleanGoodsName } from '../wire/goods-name.ts'
import type {
  CashierUrlRequest,
  CreatedPayment,
  CreatePaymentRequest,
  ExchangeCodeRequest,
  ExchangedCode,
  OauthUrlRequest,
} from '../wire/messages.ts'
import { openidOf, readCreatedPayment } from '../wire/read-reply.ts'
import { sign } from '../wire/signature.ts'
import {
  cashierParameters,
  codeParameters,
  oauthParameters,
  paymentParameters,
  queryString,
} from '../wire/write-request.ts'

const ENDPOINT = '/trade/v1/payment'
const JSAPI = '800207'

/** QFPay, WeChat JSAPI Payment, step 1: the browser goes here; the query is signed. */
export function oauthUrl(settings: Settings, { redirectUri }: OauthUrlRequest): string {
  refuseProblems('oauthUrl', urlProblems({ redirectUri }))
  const { clientKey, host } = settings
  const signed = oauthParameters(redirectUri, settings)
  // No header can declare SHA256 here, so this step is MD5 whatever the account uses.
  const query = queryString({ ...signed, sign: sign(signed, clientKey, 'MD5') })
  return `${host}/tool/v1/get_weixin_oauth_code?${query}`
}

/** QFPay, WeChat JSAPI Payment, step 2. */
export async function exchangeCode(
  settings: Settings,
  { code, signal, about }: ExchangeCodeRequest,
): Promise<ExchangedCode> {
  refuseProblems('exchangeCode', textProblems({ code }))
  const endpoint = '/tool/v1/get_weixin_openid'
  const parameters = codeParameters(code, settings)
  const { fields, raw } = await call(settings, { endpoint, parameters, signal, about })
  const openid = openidOf(fields)
  if (openid === undefined) throw incomplete(endpoint, 'an openid')
  return { openid, raw }
}

/** QFPay, WeChat JSAPI Payment, step 3. */
export async function createPayment(
  settings: Settings,
  request: CreatePaymentRequest,
): Promise<CreatedPayment> {
  const { txamt, problems } = wireAmount(request, settings.currencyScales)
  refuseProblems('createPayment', [...paymentProblems(request), ...problems])
  const { outTradeNo, currency } = request
  const goodsName = cleanGoodsName(request.goodsName)
  if (goodsName !== request.goodsName) {
    settings.logger.warn(
      { event: 'qfpay.goods_name.changed', outTradeNo, sent: goodsName ?? null },
      'the goods name was shortened for QFPay',
    )
  }
  const parameters = paymentParameters(request, { txamt, goodsName }, settings)
  const { fields, raw } = await call(settings, {
    endpoint: ENDPOINT,
    parameters,
    signal: request.signal,
    about: request.about,
  })
  const created = readCreatedPayment({ outTradeNo, currency, txamt }, fields, raw, settings)
  if (created === undefined) throw incomplete(ENDPOINT, 'the requested order')
  const { payParams, payUrl } = created
  const isPayable = payParams !== undefined || payUrl !== undefined
  if (!isPayable && (request.payType ?? JSAPI) === JSAPI) {
    throw incomplete(ENDPOINT, 'complete pay_params or a pay_url')
  }
  return created
}

/** QFPay, WeChat JSAPI Payment, step 4: nothing here is signed, so nothing here is proof. */
export function cashierUrl(settings: Settings, request: CashierUrlRequest): string {
  const { merchantName, redirectUrl, goodsName } = request
  const { txamt, problems } = wireAmount(request, settings.currencyScales)
  refuseProblems('cashierUrl', [
    ...textProblems({ merchantName }),
    ...urlProblems({ redirectUrl }),
    ...problems,
  ])
  const url = new URL(settings.cashierUrl)
  url.search = queryString(
    cashierParameters(request, { txamt, goodsName: cleanGoodsName(goodsName) }),
  )
  return url.href
}
