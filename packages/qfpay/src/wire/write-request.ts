import type {
  AddNoteRequest,
  CashierUrlRequest,
  CloseRequest,
  CreatePaymentRequest,
  CustomsRequest,
  DeclareCustomsRequest,
  EnquireRequest,
  Instant,
  Reading,
  RefundRequest,
} from './messages.ts'
import type { Parameters } from './signature.ts'
import { formatTime } from './time.ts'

type Values = Readonly<Record<string, string | undefined>>
type Identity = { readonly appCode: string; readonly mchid: string | undefined }
type Account = Reading & { readonly mchid: string | undefined }

/** Fields whose wire form differs from the argument. */
type Prepared = { readonly txamt: string; readonly goodsName: string | undefined }

/** Parameters as they are signed and sent; an absent one is neither. */
function parameters(values: Values): Parameters {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    // encodeURIComponent throws on half a surrogate pair; a form would send U+FFFD for it.
    if (value !== undefined) kept[name] = value.toWellFormed()
  }
  return kept
}

/** A query string with each value percent-encoded once; a space is %20, which every reader accepts. */
export function queryString(values: Parameters): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
}

/** No header signs this request, so it is the only one that signs `app_code`. */
export function oauthParameters(redirectUri: string, { appCode, mchid }: Identity): Parameters {
  return parameters({ app_code: appCode, mchid, redirect_uri: redirectUri })
}

export function codeParameters(code: string, { mchid }: Account): Parameters {
  return parameters({ code, mchid })
}

export function paymentParameters(
  request: CreatePaymentRequest,
  { txamt, goodsName }: Prepared,
  { mchid, offsetMs }: Account,
): Parameters {
  const { extendInfo } = request
  return parameters({
    mchid,
    txamt,
    txcurrcd: request.currency,
    pay_type: request.payType ?? '800207',
    out_trade_no: request.outTradeNo,
    txdtm: formatTime(request.createdAt, offsetMs),
    sub_openid: request.openid,
    goods_name: goodsName,
    notify_url: request.notifyUrl,
    return_url: request.returnUrl,
    limit_pay: request.limitPay,
    extend_info: extendInfo === undefined ? undefined : JSON.stringify(extendInfo),
    udid: request.udid,
  })
}

export function enquiryParameters(
  request: EnquireRequest,
  { mchid, offsetMs }: Account,
): Parameters {
  const { from, to } = request
  return parameters({
    mchid,
    syssn: listOf(request.syssn),
    out_trade_no: listOf(request.outTradeNo),
    start_time: from === undefined ? undefined : formatTime(from, offsetMs),
    end_time: to === undefined ? undefined : formatTime(to, offsetMs),
    pay_type: listOf(request.payType),
    respcd: request.respcd,
    page: String(request.page),
    page_size: String(request.pageSize),
  })
}

/** A close names the payment's own number and time, a refund those of the refund. */
export function afterPaymentParameters(
  request: RefundRequest | CloseRequest,
  { txamt, at }: { readonly txamt: string; readonly at: Instant },
  { mchid, offsetMs }: Account,
): Parameters {
  return parameters({
    mchid,
    syssn: request.syssn,
    out_trade_no: request.outTradeNo,
    txamt,
    txdtm: formatTime(at, offsetMs),
    udid: request.udid,
  })
}

/** Here, and only here, the app_code is sent as `code`. */
export function noteParameters(request: AddNoteRequest, { appCode }: Identity): Parameters {
  return parameters({ code: appCode, syssn: request.syssn, note: request.note })
}

export function customsParameters(
  request: CustomsRequest & Partial<DeclareCustomsRequest>,
  { mchid }: Account,
): Parameters {
  const { part } = request
  return parameters({
    mchid,
    trade_type: 'weixin',
    syssn: request.syssn,
    customs: request.customs,
    mch_customs_no: request.merchantCustomsNumber,
    action_type: request.action,
    sub_order_no: request.subOrderNumber,
    ...(part && {
      fee_type: 'CNY',
      order_fee: String(part.transportFee + part.productFee),
      transport_fee: String(part.transportFee),
      product_fee: String(part.productFee),
    }),
  })
}

export function cashierParameters(
  request: CashierUrlRequest,
  { txamt, goodsName }: Prepared,
): Parameters {
  const { package: prepay, timeStamp, signType, paySign, appId, nonceStr } = request.payParams
  return parameters({
    mchntnm: request.merchantName,
    txamt,
    currency: request.currency,
    goods_name: goodsName,
    redirect_url: request.redirectUrl,
    package: prepay,
    timeStamp,
    signType,
    paySign,
    appId,
    nonceStr,
  })
}

function listOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(',')
}
