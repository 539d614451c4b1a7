import { openInWechatPage } from '../pages/page.ts'
import type { SignedText } from '../state/journal.ts'
import type { Merchant } from '../state/parties.ts'
import type { State } from '../state/state.ts'
import { isWechat, payerOf } from '../wechat/browser-visit.ts'
import { authenticate } from '../wire/authenticate.ts'
import { pythonJson } from '../wire/python-json.ts'
import { required } from '../wire/read-fields.ts'
import { readParameters } from '../wire/read-parameters.ts'
import { Refusal, badParameter } from '../wire/refusal.ts'
import type { Parameters } from '../wire/signing.ts'
import { qfpayAppid } from './cashier-page.ts'

const STATE_LENGTH = 32

/** `GET /tool/v1/get_weixin_oauth_code`: sends the payer's browser through WeChat for a code. */
export async function oauthCode(state: State, request: Request): Promise<Response> {
  const { origin, pathname } = new URL(request.url)
  const line = {
    kind: 'gateway',
    step: 'OAuth code for a payer',
    method: request.method,
    url: origin + pathname,
    payer: payerOf(state, request),
  } as const
  if (!isWechat(request)) {
    const status = state.settings.outsideWechatStatus
    state.journal.append({ ...line, status, problem: NOT_IN_WECHAT })
    return await openInWechatPage(status)
  }
  let parameters: Parameters = {}
  try {
    parameters = await readParameters(request, state.settings)
    const { merchant, signed } = authenticate(state, parameters, {
      appCode: parameters['app_code'] ?? '',
      signature: parameters['sign'] ?? '',
      signType: '',
    })
    const location = authorizeUrl(state, merchant, readRedirectUri(parameters))
    state.journal.append({ ...line, status: 302, request: parameters, signed })
    return new Response(null, { status: 302, headers: { location } })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    state.journal.append({
      ...line,
      status: state.settings.businessErrorStatus,
      request: parameters,
      problem: error.problem,
      ...signedOf(error),
    })
    return refusalPage(error, state.settings.businessErrorStatus)
  }
}

const NOT_IN_WECHAT = {
  rule: 'not-in-wechat',
  message: 'get_weixin_oauth_code was opened outside WeChat.',
  hint: 'The payer’s browser goes there inside WeChat: answer it with a redirect, do not call it from the server.',
}

function readRedirectUri(parameters: Parameters): string {
  const redirectUri = required(parameters, 'redirect_uri', 512)
  if (URL.canParse(redirectUri) && /^https?:$/.test(new URL(redirectUri).protocol)) {
    return redirectUri
  }
  throw badParameter(
    'redirect-uri-format',
    'redirect_uri is not an absolute http or https URL.',
    'Sign the plain URL and percent-encode it once on the wire; a raw & or # cuts it short.',
  )
}

function authorizeUrl(state: State, merchant: Merchant, redirectUri: string): string {
  const appid = qfpayAppid(state)
  if (!merchant.indirectSettlement || appid === undefined) {
    throw badParameter(
      'method-2-not-allowed',
      'This merchant may not use QFPay’s Official Account.',
      'Use the merchant’s own Official Account (method 1).',
    )
  }
  const errand = state.mint.token(STATE_LENGTH)
  state.grants.errands.set(errand, { appCode: merchant.appCode, appid, redirectUri })
  const query = new URLSearchParams({
    appid,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'snsapi_base',
    state: errand,
  })
  // Relative, so that it works under whatever host the sandbox is reached.
  return `/connect/oauth2/authorize?${query.toString()}#wechat_redirect`
}

function signedOf({ signed }: Refusal): { readonly signed?: SignedText } {
  return signed === undefined ? {} : { signed }
}

function refusalPage({ respcd, respmsg, message }: Refusal, status: number): Response {
  const body = pythonJson({ resperr: `${message} (${respcd})`, respcd, respmsg })
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', 'x-powered-by': 'QF/1.1' },
  })
}
