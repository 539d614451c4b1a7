import { refuseProblems, textProblems, urlProblems } from './arguments.ts'
import { type ExchangeCodeRequest, type ExchangedCode, type OauthUrlRequest } from './messages.ts'
import { type Settings } from './options.ts'
import { sign } from './signature.ts'
import { call, incomplete } from './transport.ts'
import { openidOf } from './wire-reply.ts'
import { codeParameters, oauthParameters, queryString } from './wire.ts'

/** QFPay, WeChat JSAPI Payment, step 1: the browser is sent here, signed in the query. */
export function oauthUrl(settings: Settings, { redirectUri }: OauthUrlRequest): string {
  refuseProblems('oauthUrl', urlProblems({ redirectUri }))
  const { clientKey, host } = settings
  const signed = oauthParameters(redirectUri, settings)
  // No header can declare SHA256 here, so this step is MD5 whatever the account uses.
  const query = queryString({ ...signed, sign: sign(signed, clientKey, 'MD5') })
  return `${host}/tool/v1/get_weixin_oauth_code?${query}`
}

/** QFPay, WeChat JSAPI Payment, step 2. */
export async function exchangeCode(
  settings: Settings,
  { code, signal }: ExchangeCodeRequest,
): Promise<ExchangedCode> {
  refuseProblems('exchangeCode', textProblems({ code }))
  const endpoint = '/tool/v1/get_weixin_openid'
  const parameters = codeParameters(code, settings)
  const { fields, raw } = await call(settings, { endpoint, parameters, signal })
  const openid = openidOf(fields)
  if (openid === undefined) throw incomplete(endpoint, 'an openid')
  return { openid, raw }
}
