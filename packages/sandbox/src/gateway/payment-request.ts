import { z } from 'zod'
import { parseGatewayTime } from '../state/gateway-time.ts'
import type { RealName } from '../state/order.ts'
import { CURRENCIES, type Merchant } from '../state/parties.ts'
import type { State } from '../state/state.ts'
import type { Call } from '../wire/call.ts'
import { optional, readAmount, readOrderNumber, readTime, required } from '../wire/read-fields.ts'
import { Refusal, badParameter } from '../wire/refusal.ts'
import type { Parameters } from '../wire/signing.ts'
import { shapeOf } from './pay-types.ts'

export type PaymentRequest = {
  readonly amount: number
  readonly currency: string
  readonly payType: string
  readonly outTradeNo: string
  readonly txdtm: string
  /** Empty for a Canadian merchant, whose payer the cashier page identifies. */
  readonly openid: string
  readonly mchid: string
  readonly goodsName: string
  readonly udid: string
  readonly notifyUrl: string
  readonly returnUrl: string
  /** `limit_pay`: no credit card may pay. */
  readonly isCreditBarred: boolean
  /** The person who must own the payer's bank card. */
  readonly realName?: RealName
}

/** Reads a payment request strictly; throws a Refusal that names the field. */
export function readPaymentRequest(state: State, { parameters, merchant }: Call): PaymentRequest {
  const payType = readPayType(parameters, merchant)
  const currency = readCurrency(parameters, merchant)
  const outTradeNo = readOrderNumber(parameters)
  const txdtm = readTime(parameters, 'txdtm')
  checkTxdtm(state, txdtm)
  const realName = readRealName(parameters, merchant)
  checkExpiredTime(parameters)
  const isOpenidNeeded = merchant.region !== 'CA' && shapeOf(payType) === 'pay_params'
  return {
    amount: checkBounds(state, readAmount(parameters)),
    currency,
    payType,
    outTradeNo,
    txdtm,
    openid: (isOpenidNeeded ? required : optional)(parameters, 'sub_openid', 128),
    mchid: optional(parameters, 'mchid', 64),
    goodsName: optional(parameters, 'goods_name', 64),
    udid: optional(parameters, 'udid', 40) || 'qiantai2',
    notifyUrl: readNotifyUrl(state, parameters),
    returnUrl: readReturnUrl(parameters),
    isCreditBarred: readLimitPay(parameters),
    ...(realName === undefined ? {} : { realName }),
  }
}

function readPayType(parameters: Parameters, merchant: Merchant): string {
  const payType = required(parameters, 'pay_type', 6)
  if (merchant.payTypes.includes(payType)) return payType
  throw new Refusal({
    respcd: '1104',
    respmsg: 'filter error',
    rule: 'pay-type-not-enabled',
    message: `pay_type ${payType} is not switched on for this merchant.`,
    hint: 'WeChat JSAPI is 800207. Which types a merchant has is QFPay’s to switch, not a matter of parameters.',
  })
}

function readCurrency(parameters: Parameters, merchant: Merchant): string {
  const currency = required(parameters, 'txcurrcd', 3)
  if (!CURRENCIES.includes(currency)) {
    throw badParameter(
      'txcurrcd-unknown',
      `txcurrcd ${JSON.stringify(currency)} is not one of QFPay’s currencies.`,
      `Use one of ${CURRENCIES.join(', ')}, in capitals.`,
    )
  }
  if (!merchant.currencies.includes(currency)) {
    throw badParameter(
      'txcurrcd-not-enabled',
      `This merchant does not take ${currency}.`,
      `An account is tied to the currencies it applied for; here: ${merchant.currencies.join(', ')}.`,
    )
  }
  return currency
}

function checkBounds({ settings }: State, amount: number): number {
  if (amount < settings.minAmount) {
    throw badParameter(
      'txamt-too-small',
      `txamt ${amount} is below ${settings.minAmount}.`,
      'Charge at least that many minor units.',
    )
  }
  if (amount <= settings.maxAmount) return amount
  throw new Refusal({
    respcd: '1297',
    rule: 'txamt-too-large',
    message: `txamt ${amount} is above the channel’s limit of ${settings.maxAmount}.`,
    hint: 'Charge less, or raise the setting maxAmount.',
  })
}

function checkTxdtm({ settings, clock }: State, txdtm: string): void {
  const { txdtmToleranceMs } = settings
  const instant = parseGatewayTime(txdtm, settings.utcOffset) ?? 0
  if (txdtmToleranceMs === null || Math.abs(clock.now() - instant) <= txdtmToleranceMs) return
  throw badParameter(
    'txdtm-off',
    'txdtm is too far from the gateway’s time.',
    'Write txdtm in UTC+8; toISOString() writes UTC, eight hours off.',
  )
}

function readLimitPay(parameters: Parameters): boolean {
  const text = parameters['limit_pay'] ?? ''
  if (['', 'no_credit'].includes(text)) return text !== ''
  throw badParameter(
    'limit-pay-unknown',
    'limit_pay is not no_credit.',
    'Send no_credit to bar credit cards, or leave it out.',
  )
}

function readRealName(parameters: Parameters, merchant: Merchant): RealName | undefined {
  const text = parameters['extend_info'] ?? ''
  if (text === '') return undefined
  if (!merchant.realName) {
    throw badParameter(
      'extend-info-not-enabled',
      'extend_info is not switched on for this merchant.',
      'QFPay switches real-name checks on for an account; leave extend_info out until then.',
    )
  }
  const { user_truename: name = '', user_creid: idNumber = '' } = readTexts(text)
  return { name, idNumber }
}

/** The characters of a name may be escaped, or not: JSON takes either. */
function readTexts(text: string): Readonly<Record<string, string>> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text))
  } catch {
    throw badParameter(
      'extend-info-format',
      'extend_info is not a JSON object of texts.',
      'Send {"user_creid": "…", "user_truename": "…"} and sign exactly the text that is sent.',
    )
  }
}

function checkExpiredTime(parameters: Parameters): void {
  const text = parameters['expired_time'] ?? ''
  if (text === '' || (/^\d{1,3}$/.test(text) && Number(text) >= 5 && Number(text) <= 120)) return
  throw badParameter(
    'expired-time-range',
    'expired_time is not a number of minutes from 5 to 120.',
    'Leave it out: 800207 does not honor it, a prepay lives two hours.',
  )
}

function readNotifyUrl({ settings }: State, parameters: Parameters): string {
  const url = optional(parameters, 'notify_url', 256)
  if (url === '' || settings.badNotifyUrl === 'accept' || URL.canParse(url)) return url
  throw badParameter(
    'notify-url-format',
    'notify_url is not an absolute URL.',
    'Send it in full, with https:// in front.',
  )
}

function readReturnUrl(parameters: Parameters): string {
  const url = optional(parameters, 'return_url', 512)
  if (url === '' || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url
  throw badParameter(
    'return-url-format',
    'return_url is not an absolute http or https URL.',
    'Send it in full, with https:// in front.',
  )
}
