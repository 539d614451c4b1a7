import { QfpayConfigurationError } from '../errors/errors.ts'
import type { CloseRequest, CreatePaymentRequest, RefundRequest } from './messages.ts'
import { currencyProblem, hasShiftedScale, toWireAmount, type CurrencyScales } from './money.ts'
import { isWebUrl } from './web-url.ts'

type Rule = { readonly pattern: RegExp; readonly must: string }

/** A comma in a number would make two numbers of it in an enquiry. */
const NUMBER: Rule = {
  pattern: /^[\x21-\x2b\x2d-\x7e]{1,128}$/,
  must: 'must be 1–128 printable ASCII characters without space or comma',
}
const TEXT: Rule = {
  pattern: /^[^\p{Cc}]{1,256}$/u,
  must: 'must be 1–256 characters without line breaks or other control characters',
}
const SHORT_TEXT: Rule = {
  pattern: /^[^\p{Cc}]{1,40}$/u,
  must: 'must be 1–40 characters without control characters',
}
const NOTE: Rule = {
  pattern: /^[^\p{Cc}]{1,200}$/u,
  must: 'must be 1–200 characters without line breaks or other control characters',
}
const RULES = {
  outTradeNo: NUMBER,
  syssn: NUMBER,
  code: NUMBER,
  openid: NUMBER,
  payType: { pattern: /^\d{6}$/, must: 'must be six digits such as 800207' },
  respcd: { pattern: /^\d{4}$/, must: 'must be four digits' },
  udid: SHORT_TEXT,
  note: NOTE,
  merchantName: TEXT,
  customs: SHORT_TEXT,
  merchantCustomsNumber: SHORT_TEXT,
  subOrderNumber: NUMBER,
} as const satisfies Record<string, Rule>

/** The longest URLs that QFPay accepts. Source: QFPay, WeChat JSAPI Payment and Request Format. */
const URL_LENGTHS = { redirectUri: 512, returnUrl: 512, redirectUrl: 512, notifyUrl: 256 } as const

/** QFPay declares amounts as Int(11). */
const MAX_AMOUNT = 99_999_999_999

/** Whether an enquiry can name it: whether it fits into a list of numbers. */
export function isNumber(text: string): boolean {
  return NUMBER.pattern.test(text)
}

type Texts = { readonly [name in keyof typeof RULES]?: string | undefined }
type Urls = { readonly [name in keyof typeof URL_LENGTHS]?: string | undefined }

export function textProblems(texts: Texts): string[] {
  return Object.entries(texts).flatMap(([name, value]) => {
    if (value === undefined) return []
    const { pattern, must }: Rule = RULES[name as keyof typeof RULES]
    return typeof value === 'string' && pattern.test(value) ? [] : [`${name} ${must}`]
  })
}

export function urlProblems(urls: Urls): string[] {
  return Object.entries(urls).flatMap(([name, value]) => {
    if (value === undefined) return []
    const longest = URL_LENGTHS[name as keyof typeof URL_LENGTHS]
    if (!isWebUrl(value)) return [`${name} must be an absolute http(s) URL`]
    return value.length > longest ? [`${name} must be at most ${longest} characters`] : []
  })
}

/** The amount as QFPay counts it, and what is wrong with it. */
export function wireAmount(
  { amount, currency }: { readonly amount: number; readonly currency?: string | undefined },
  scales: CurrencyScales,
): { readonly txamt: string; readonly problems: readonly string[] } {
  const problems: string[] = []
  if (!(Number.isSafeInteger(amount) && amount >= 1 && amount <= MAX_AMOUNT)) {
    problems.push('amount must be a positive integer of minor units, of 11 digits at most')
  }
  const unknown = currency === undefined ? undefined : currencyProblem(currency, scales)
  if (unknown !== undefined) problems.push(unknown)
  if (currency === undefined && hasShiftedScale(scales)) {
    problems.push('currency is needed, because currencyScales makes the amount depend on it')
  }
  if (problems.length > 0) return { txamt: '', problems }
  const scaled = currency === undefined ? amount : toWireAmount(amount, currency, scales)
  if (scaled !== undefined && scaled <= MAX_AMOUNT) return { txamt: String(scaled), problems }
  return { txamt: '', problems: ['amount cannot be written in the unit that currencyScales gives'] }
}

export function paymentProblems(request: CreatePaymentRequest): string[] {
  const { outTradeNo, openid, payType, udid, notifyUrl, returnUrl, extendInfo, limitPay } = request
  const problems = [
    ...textProblems({ outTradeNo, openid, payType, udid }),
    ...urlProblems({ notifyUrl, returnUrl }),
  ]
  if (limitPay !== undefined && (limitPay as string) !== 'no_credit') {
    problems.push("limitPay must be 'no_credit' or left out")
  }
  const { user_creid, user_truename } = extendInfo ?? { user_creid: '1', user_truename: '1' }
  if (!(isFilled(user_creid) && isFilled(user_truename))) {
    problems.push('extendInfo must have user_creid and user_truename')
  }
  return problems
}

export function refundProblems({ syssn, outTradeNo, udid }: RefundRequest): string[] {
  return textProblems({ syssn, outTradeNo, udid })
}

export function closeProblems({ syssn, outTradeNo, udid }: CloseRequest): string[] {
  const problems = textProblems({ syssn, outTradeNo, udid })
  if ((syssn === undefined) === (outTradeNo === undefined)) {
    problems.push('give either outTradeNo or syssn')
  }
  return problems
}

/** Throws with all problems together; does nothing if there are none. */
export function refuseProblems(subject: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new QfpayConfigurationError(subject, problems)
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}
