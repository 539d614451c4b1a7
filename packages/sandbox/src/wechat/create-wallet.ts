import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Payment, isExpired } from '../gateway/order.ts'
import { type Settlement } from '../gateway/settlement.ts'
import { type Problem } from '../journal.ts'
import { findProfile } from '../phone/profiles.ts'
import { type State } from '../state.ts'
import { isPaymentDirectory } from './page-rules.ts'
import { paySign } from './pay-sign.ts'
import { type Wallet, type WalletOpening, type WalletRequest, type WalletResult } from './wallet.ts'

const payParamsSchema = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.string(),
  paySign: z.string(),
})

type PayParams = z.infer<typeof payParamsSchema>
type Sheet = { readonly payment: Payment; readonly payer: string }

const API = 'get_brand_wcpay_request'

/** WeChat's payment module over the sandbox's orders. */
export function createWallet(state: State, settlement: Settlement): Wallet {
  const { sheets } = state

  function judge(request: WalletRequest): Sheet | Problem {
    const unable = profileProblem(request.profile)
    if (unable !== undefined) return unable
    const params = readPayParams(request.payParams)
    if ('rule' in params) return params
    return (
      signatureProblem(state, params) ??
      pageProblem(state, params.appId, request.pageUrl) ??
      findSheet(state, params, request.payer)
    )
  }

  async function pay({ payment, payer }: Sheet): Promise<WalletResult> {
    const occasion = { orders: [payment.outTradeNo], appCode: payment.appCode, payer }
    const outcome = state.faults.take('wallet', occasion)?.outcome
    const balance = state.payers.get(payer)?.balance ?? 0
    if (outcome === 'insufficient-balance' || balance < payment.amount) {
      return { errMsg: `${API}:fail`, errDesc: 'insufficient balance' }
    }
    if (outcome === 'cancel') return { errMsg: `${API}:cancel` }
    if (outcome === 'fail') return fail(payment)
    if (outcome === 'liar') return { errMsg: `${API}:ok` }
    await settlement.pay(payment, payer)
    return { errMsg: `${API}:ok`, ...(outcome === 'silent' ? { silent: true } : {}) }
  }

  function fail(payment: Payment): WalletResult {
    settlement.fail(payment)
    return { errMsg: `${API}:fail`, errDesc: 'the bank refused the payment' }
  }

  return {
    open(request) {
      const judged = judge(request)
      const opening = 'rule' in judged ? refused(judged) : openSheet(judged)
      state.journal.append({
        kind: 'bridge',
        step: 'WeChat is asked for the payment sheet',
        url: withoutQuery(request.pageUrl),
        payer: request.payer,
        response: opening,
        ...('rule' in judged ? { problem: judged } : { orderId: judged.payment.outTradeNo }),
      })
      return opening
    },
    async decide({ sheetId, decision }) {
      const sheet = sheets.get(sheetId)
      sheets.delete(sheetId)
      const result = await decide(sheet, decision)
      state.journal.append({
        kind: 'bridge',
        step: `The payer decides: ${decision}`,
        response: result,
        ...(sheet === undefined ? {} : { orderId: sheet.payment.outTradeNo, payer: sheet.payer }),
      })
      return result
    },
    config({ appId, timestamp, nonceStr, signature, pageUrl }) {
      const page = pageUrl.split('#')[0] ?? ''
      const isSigned = [...state.grants.tickets].some(
        ([ticket, { appid, expiresAt }]) =>
          appid === appId &&
          expiresAt > state.clock.now() &&
          signature === configSignature({ ticket, nonceStr, timestamp, page }),
      )
      const result = { ok: isSigned, errMsg: isSigned ? 'config:ok' : 'config:invalid signature' }
      state.journal.append({
        kind: 'bridge',
        step: 'wx.config',
        url: withoutQuery(pageUrl),
        response: result,
        ...(isSigned ? {} : { problem: configProblem(appId) }),
      })
      return result
    },
  }

  function openSheet(sheet: Sheet): WalletOpening {
    const { payment } = sheet
    const sheetId = state.mint.token(24)
    sheets.set(sheetId, sheet)
    return {
      kind: 'sheet',
      sheetId,
      merchantName: state.merchants.get(payment.appCode)?.name ?? '',
      amount: payment.amount,
      currency: payment.currency,
      goodsName: payment.goodsName,
    }
  }

  async function decide(
    sheet: Sheet | undefined,
    decision: 'pay' | 'cancel' | 'fail',
  ): Promise<WalletResult> {
    if (sheet === undefined) return { errMsg: `${API}:fail`, errDesc: 'the sheet is closed' }
    const problem = payableProblem(state, sheet.payment)
    if (problem !== undefined) return { errMsg: `${API}:fail`, errDesc: problem.message }
    switch (decision) {
      case 'pay':
        return pay(sheet)
      case 'cancel':
        return { errMsg: `${API}:cancel` }
      case 'fail':
        return fail(sheet.payment)
    }
  }
}

/** The signature of `wx.config`. */
export function configSignature(signed: {
  readonly ticket: string
  readonly nonceStr: string
  readonly timestamp: string | number
  /** Without the fragment. */
  readonly page: string
}): string {
  const { ticket, nonceStr, timestamp, page } = signed
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`
  return createHash('sha1').update(text).digest('hex')
}

function refused({ rule, message }: Problem): WalletOpening {
  return { kind: 'result', errMsg: `${API}:fail`, errDesc: message, rule }
}

function profileProblem(name: string): Problem | undefined {
  const profile = findProfile(name)
  if (profile?.canPay === true) return undefined
  return {
    rule: 'browser-cannot-pay',
    message: profile?.cannotPayBecause ?? `There is no WeChat browser called ${name}.`,
    hint: 'Open the page in WeChat for iOS or Android.',
  }
}

function readPayParams(payParams: unknown): PayParams | Problem {
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
        hint: 'Hand the pay_params of the payment reply to the bridge unchanged.',
      }
}

function signatureProblem(state: State, params: PayParams): Problem | undefined {
  const account = state.officialAccounts.get(params.appId)
  if (account === undefined) {
    return {
      rule: 'unknown-appid',
      message: `The appId ${params.appId} is no Official Account.`,
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
    message: 'The payment signature (paySign) does not fit the other fields.',
    hint: /%3D/i.test(params.package)
      ? 'package is still URL-encoded (prepay_id%3D…): encode it once and decode it once.'
      : 'Pass appId, timeStamp, nonceStr, package, signType and paySign exactly as they came; a + in an RSA paySign becomes a blank when it is not encoded.',
  }
}

function pageProblem(state: State, appid: string, pageUrl: string): Problem | undefined {
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
        : 'Register the directory of the page, up to its last slash, as a payment authorisation directory.',
  }
}

function findSheet(state: State, params: PayParams, payer: string): Sheet | Problem {
  const prepayId = /^prepay_id=(.+)$/.exec(params.package)?.[1] ?? ''
  const payment = state.orders.byPrepay(prepayId)
  if (payment?.prepay?.appid !== params.appId) {
    return {
      rule: 'unknown-prepay',
      message:
        'missing parameter total_fee: the prepay id is unknown, or belongs to another appId.',
      hint: 'Hand over package as it came, with prepay_id= in front.',
    }
  }
  const openid = state.grants.openids.get(payment.prepay.openid)
  if (openid?.payer !== payer) {
    return {
      rule: 'payer-is-another',
      message: 'The order belongs to another openid than the one who pays.',
      hint: 'Every payer authorises and gets an order of their own.',
    }
  }
  return payableProblem(state, payment) ?? { payment, payer }
}

function payableProblem(state: State, payment: Payment): Problem | undefined {
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
    hint: 'One order is paid once. Ask the gateway what became of it before making another.',
  }
}

function configProblem(appId: string): Problem {
  return {
    rule: 'bad-config-signature',
    message: `wx.config: the signature fits no jsapi_ticket of ${appId}.`,
    hint: 'SHA-1 of jsapi_ticket=…&noncestr=…&timestamp=…&url=…, with the URL of the page up to # and the same nonceStr and timestamp.',
  }
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? ''
}
