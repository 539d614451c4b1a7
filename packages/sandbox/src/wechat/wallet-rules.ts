import { z } from 'zod'
import { findProfile } from '../phone/profiles.ts'
import type { Problem } from '../state/journal.ts'
import { type Payment, isExpired } from '../state/order.ts'
import { paySign } from '../state/pay-sign.ts'
import type { State } from '../state/state.ts'
import { isPaymentDirectory } from './page-rules.ts'

/** A payment sheet: an order, and the person who holds the phone. */
export type Sheet = { readonly payment: Payment; readonly payer: string }

const payParamsSchema = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.string(),
  paySign: z.string(),
})

type PayParams = z.infer<typeof payParamsSchema>

/** A browser that cannot complete a payment. */
export function profileProblem(name: string): Problem | undefined {
  const profile = findProfile(name)
  if (profile?.canPay === true) return undefined
  return {
    rule: 'browser-cannot-pay',
    message: profile?.cannotPayBecause ?? `There is no WeChat browser called ${name}.`,
    hint: 'Open the page in WeChat for iOS or Android.',
  }
}

/** The fields of pay_params, all text, as the page passed them. */
export function readPayParams(payParams: unknown): PayParams | Problem {
  const read = payParamsSchema.safeParse(payParams)
  if (read.success) return read.data
  const names = [...new Set(read.error.issues.map(({ path }) => String(path[0] ?? 'pay_params')))]
  const isNumericTime =
    typeof payParams === 'object' &&
    payParams !== null &&
    'timeStamp' in payParams &&
    typeof payParams.timeStamp === 'number'
  return isNumericTime
    ? {
        rule: 'timestamp-not-text',
        message: 'missing parameter timeStamp: it is a number.',
        hint: 'timeStamp must be a string; iOS refuses a number.',
      }
    : {
        rule: 'pay-params-incomplete',
        message: `missing parameter ${names.join(', ')}.`,
        hint: 'Pass the pay_params of the payment reply to the bridge unchanged.',
      }
}

/** A paySign that WeChat did not make over these fields. */
export function signatureProblem(state: State, params: PayParams): Problem | undefined {
  const account = state.officialAccounts.get(params.appId)
  if (account === undefined) {
    return {
      rule: 'unknown-appid',
      message: `The appId ${params.appId} is not that of an Official Account.`,
      hint: 'Use the appId of the pay_params, unchanged.',
    }
  }
  const { signType } = params
  const isKnown = signType === 'MD5' || signType === 'HMAC-SHA256' || signType === 'RSA'
  if (
    isKnown &&
    paySign(params, signType, { apiKey: account.apiKey, rsa: state.rsa }) === params.paySign
  ) {
    return undefined
  }
  return {
    rule: 'bad-pay-sign',
    message: 'The payment signature (paySign) does not match the other fields.',
    hint: /%3D/i.test(params.package)
      ? 'package is still URL-encoded (prepay_id%3D…): encode it once and decode it once.'
      : 'Pass appId, timeStamp, nonceStr, package, signType and paySign exactly as they came; a + in an RSA paySign becomes a space when it is not encoded.',
  }
}

/** A page outside the payment authorization directories. */
export function pageProblem(state: State, appid: string, pageUrl: string): Problem | undefined {
  const account = state.officialAccounts.get(appid)
  const isRegistered =
    account !== undefined &&
    URL.canParse(pageUrl) &&
    isPaymentDirectory(account, new URL(pageUrl), state.ownOrigins)
  if (isRegistered) return undefined
  return {
    rule: 'payment-directory',
    message: `The URL of the current page is not registered: ${withoutQuery(pageUrl)}`,
    hint:
      account?.owner === 'qfpay'
        ? "QFPay's Official Account pays on QFPay's page only: redirect to /q/direct with the pay_params (method 2)."
        : 'Register the directory of the page, up to its last slash, as a payment authorization directory.',
  }
}

/** The order of a prepay, and its payer; or why the payer cannot pay it. */
export function findSheet(state: State, params: PayParams, payer: string): Sheet | Problem {
  const prepayId = /^prepay_id=(.+)$/.exec(params.package)?.[1] ?? ''
  const payment = state.orders.byPrepay(prepayId)
  if (payment?.prepay?.appid !== params.appId) {
    return {
      rule: 'unknown-prepay',
      message:
        'missing parameter total_fee: the prepay id is unknown, or belongs to another appId.',
      hint: 'Pass package as it came, with prepay_id= in front.',
    }
  }
  const openid = state.grants.openids.get(payment.prepay.openid)
  if (openid?.payer !== payer) {
    return {
      rule: 'payer-is-another',
      message: 'The order belongs to another openid than that of the payer.',
      hint: 'Every payer authorizes and gets an order of their own.',
    }
  }
  return payableProblem(state, payment) ?? { payment, payer }
}

/** An order that was paid, closed, or is too old. */
export function payableProblem(state: State, payment: Payment): Problem | undefined {
  if (payment.status === 'created') {
    if (!isExpired(payment, state.clock.now(), state.settings)) return undefined
    return {
      rule: 'prepay-expired',
      message: 'missing parameter total_fee: the prepay id is older than two hours.',
      hint: 'A prepay cannot be prolonged: make a new order.',
    }
  }
  return {
    rule: 'prepay-used',
    message: `The order cannot be paid: it is ${payment.status}.`,
    hint: 'One order is paid once. Enquire about it before you make another.',
  }
}

/** A payer whose cards the order does not accept. It stays unpaid, and the payer may pay another order. */
export function barredProblem(state: State, payment: Payment, payer: string): Problem | undefined {
  const { creditOnly = false, cardHolder } = state.payers.get(payer) ?? {}
  if (payment.isCreditBarred && creditOnly) {
    return {
      rule: 'credit-card-barred',
      message: 'The merchant takes no credit cards (limit_pay), and the payer has no other.',
      hint: 'The payer needs money in the wallet, or a debit card.',
    }
  }
  if (payment.realName === undefined || cardHolder === undefined) return undefined
  const { name, idNumber } = payment.realName
  const isTheirs = name === cardHolder.name && (cardHolder.idNumber ?? idNumber) === idNumber
  if (isTheirs) return undefined
  return {
    rule: 'real-name-differs',
    message: 'The bank card in the wallet belongs to another name than extend_info says.',
    hint: 'The payer has to be the person whom extend_info names; without a card any name passes.',
  }
}

/** A wx.config signature that matches no ticket. */
export function configProblem(appId: string): Problem {
  return {
    rule: 'bad-config-signature',
    message: `wx.config: the signature fits no jsapi_ticket of ${appId}.`,
    hint: 'SHA-1 of jsapi_ticket=…&noncestr=…&timestamp=…&url=…, with the URL of the page up to # and the same nonceStr and timestamp.',
  }
}

/** The URL without its query, which may hold secrets. */
export function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? ''
}
