import { refuseProblems, textProblems, urlProblems, wireAmount } from './arguments.ts'
import { cleanGoodsName } from './goods-name.ts'
import { type CashierUrlRequest } from './messages.ts'
import { type Settings } from './options.ts'
import { cashierParameters, queryString } from './wire.ts'

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
