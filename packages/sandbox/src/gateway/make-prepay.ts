import type { PayParams, Payment } from '../state/order.ts'
import { paySign } from '../state/pay-sign.ts'
import type { State } from '../state/state.ts'

/** Orders the payment at WeChat, and makes what the payer's client needs to open the sheet. */
export function makePrepay(
  state: State,
  payment: Payment,
  payer: { readonly appid: string; readonly openid: string },
): PayParams {
  const now = state.clock.now()
  const prepayId = state.mint.prepayId()
  const signType = state.settings.paySignType
  const fields = {
    package: `prepay_id=${prepayId}`,
    timeStamp: String(Math.floor((now + payment.skewMs) / 1000)),
    appId: payer.appid,
    nonceStr: state.mint.nonce(),
  }
  const key = {
    apiKey: state.officialAccounts.get(payer.appid)?.apiKey ?? '',
    rsa: state.rsa,
  }
  const payParams: PayParams = {
    package: fields.package,
    timeStamp: fields.timeStamp,
    signType,
    paySign: paySign(fields, signType, key),
    appId: fields.appId,
    nonceStr: fields.nonceStr,
  }
  payment.openid = payer.openid
  payment.prepay = {
    prepayId,
    appid: payer.appid,
    openid: payer.openid,
    createdAt: now,
    expiresAt: now + state.settings.prepayLifeMs,
    payParams,
  }
  state.orders.addPrepay(payment)
  return payParams
}
