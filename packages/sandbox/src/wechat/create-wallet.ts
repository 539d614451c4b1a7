import { createHash } from 'node:crypto'
import type { Problem } from '../state/journal.ts'
import type { Payment } from '../state/order.ts'
import type { State } from '../state/state.ts'
import {
  type Sheet,
  barredProblem,
  configProblem,
  findSheet,
  pageProblem,
  payableProblem,
  profileProblem,
  readPayParams,
  signatureProblem,
  withoutQuery,
} from './wallet-rules.ts'
import type { Wallet, WalletOpening, WalletRequest, WalletResult } from './wallet.ts'

const API = 'get_brand_wcpay_request'

/** What moves the money, at the gateway. */
type Finisher = {
  /** The payer has confirmed. */
  pay(payment: Payment, payer: string): Promise<void>
  /** The channel refuses the payment for good. */
  fail(payment: Payment): void
}

/** WeChat's payment module over the sandbox's orders. */
export function createWallet(state: State, finisher: Finisher): Wallet {
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
    const barred = barredProblem(state, payment, payer)
    if (barred !== undefined) return { errMsg: `${API}:fail`, errDesc: barred.message }
    if (outcome === 'cancel') return { errMsg: `${API}:cancel` }
    if (outcome === 'fail') return fail(payment)
    if (outcome === 'liar') return { errMsg: `${API}:ok` }
    await finisher.pay(payment, payer)
    return { errMsg: `${API}:ok`, ...(outcome === 'silent' ? { silent: true } : {}) }
  }

  function fail(payment: Payment): WalletResult {
    finisher.fail(payment)
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
