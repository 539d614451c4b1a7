import { paymentProblems, refuseProblems, wireAmount } from './arguments.ts'
import { cleanGoodsName } from './goods-name.ts'
import { type CreatedPayment, type CreatePaymentRequest } from './messages.ts'
import { type Settings } from './options.ts'
import { call, incomplete } from './transport.ts'
import { readCreatedPayment } from './wire-reply.ts'
import { paymentParameters } from './wire.ts'

const ENDPOINT = '/trade/v1/payment'
const JSAPI = '800207'

/** QFPay, WeChat JSAPI Payment, step 3. */
export async function createPayment(
  settings: Settings,
  request: CreatePaymentRequest,
): Promise<CreatedPayment> {
  const { txamt, problems } = wireAmount(request, settings.currencyScales)
  refuseProblems('createPayment', [...paymentProblems(request), ...problems])
  const { outTradeNo } = request
  const goodsName = cleanGoodsName(request.goodsName)
  if (goodsName !== request.goodsName) {
    settings.logger.warn(
      { event: 'qfpay.goods_name.changed', outTradeNo, sent: goodsName ?? null },
      'the goods name was cut to what QFPay takes',
    )
  }
  const parameters = paymentParameters(request, { txamt, goodsName }, settings)
  const { fields, raw } = await call(settings, {
    endpoint: ENDPOINT,
    parameters,
    signal: request.signal,
  })
  const created = readCreatedPayment(outTradeNo, fields, raw, settings)
  if (created === undefined) throw incomplete(ENDPOINT, 'the order that was asked for')
  const { payParams, payUrl } = created
  const isPayable = payParams !== undefined || payUrl !== undefined
  if (!isPayable && (request.payType ?? JSAPI) === JSAPI) {
    throw incomplete(ENDPOINT, 'complete pay_params or a pay_url')
  }
  return created
}
