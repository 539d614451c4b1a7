import type { State } from '../state/state.ts'
import { type CodeError, exchangeCode } from '../wechat/exchange-code.ts'
import { openidOf } from '../wechat/openid.ts'
import type { Endpoint } from '../wire/call.ts'
import { required } from '../wire/read-fields.ts'
import { Refusal } from '../wire/refusal.ts'

const FOREIGN_APPID = 'wxf0e1000000000000'

/** `GET /tool/v1/get_weixin_openid`: a code, once, for the openid under QFPay's account. */
export function exchangeOpenid(state: State): Endpoint {
  return ({ parameters, merchant: { appCode } }) => {
    const exchanged = exchangeCode(state, required(parameters, 'code', 128), { appCode })
    if ('errcode' in exchanged) throw badCode(exchanged, state.settings.badCodeRespcd)
    const payer = state.grants.openids.get(exchanged.openid)?.payer ?? ''
    const isForeign = state.faults.take('foreign-openid', { appCode, payer }) !== undefined
    const openid = isForeign ? openidOf(state, payer, FOREIGN_APPID) : exchanged.openid
    const key = `${appCode} ${openid}`
    state.grants.unspent.set(key, (state.grants.unspent.get(key) ?? 0) + 1)
    return { resperr: '', respcd: '0000', respmsg: '', openid }
  }
}

const RULES = {
  40029: ['code-invalid', 'The code was never issued, or not to this merchant.'],
  40163: ['code-used', 'A code is exchanged once; the first exchange got the openid.'],
  42003: ['code-expired', 'A code lives five minutes.'],
} as const

function badCode({ errcode, errmsg }: CodeError, respcd: string): Refusal {
  const [rule, why] = RULES[errcode]
  return new Refusal({
    respcd,
    respmsg: `${errmsg} [${errcode}]`,
    rule,
    message: `${errcode}: ${errmsg}. ${why}`,
    hint: 'Send the browser through get_weixin_oauth_code again; never repeat an exchange.',
  })
}
