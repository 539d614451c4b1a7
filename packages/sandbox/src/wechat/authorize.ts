import { html } from 'hono/html'
import { noticePage, openInWechatPage, page } from '../pages/page.ts'
import type { Problem } from '../state/journal.ts'
import type { OauthErrand } from '../state/oauth-grants.ts'
import type { OfficialAccount } from '../state/parties.ts'
import type { State } from '../state/state.ts'
import { isWechat, payerOf } from './browser-visit.ts'
import { comeBackTwice, ticketOf } from './come-back-twice.ts'
import { issueCode } from './issue-code.ts'
import { isRedirectDomain } from './page-rules.ts'

/** Signing in to a website: a code that the payer scans, in whatever browser. */
const SIGN_IN = '/connect/qrconnect'
const ORDER = ['appid', 'redirect_uri', 'response_type', 'scope', 'state']

type Authorization = {
  readonly account: OfficialAccount
  readonly redirectUri: string
  readonly scope: string
  readonly state: string
  readonly errand: OauthErrand | undefined
}

/** `GET /connect/oauth2/authorize` of open.weixin.qq.com: returns the browser with a code. */
export async function authorize(state: State, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const payer = payerOf(state, request)
  const isInPlace = isWechat(request) || url.pathname === SIGN_IN
  const read = isInPlace ? readAuthorization(state, url) : NOT_IN_WECHAT
  const consent = url.searchParams.get('consent')
  const response = await answer(state, { request, payer, read, consent })
  state.journal.append({
    kind: 'wechat',
    step: 'WeChat authorizes',
    method: request.method,
    url: url.origin + url.pathname,
    status: response.status,
    payer,
    ...('rule' in read ? { problem: read } : remarkOn(read.state)),
  })
  return response
}

type Visit = {
  readonly request: Request
  readonly payer: string
  readonly read: Authorization | Problem
  readonly consent: string | null
}

async function answer(state: State, { request, payer, read, consent }: Visit): Promise<Response> {
  if (read === NOT_IN_WECHAT) return openInWechatPage(state.settings.outsideWechatStatus)
  if ('rule' in read) {
    return noticePage({ title: 'WeChat cannot authorize', status: 200 }, read.message, read.hint)
  }
  if (read.scope !== 'snsapi_base' && consent === null) return consentPage(read)
  const fault = state.faults.take('oauth', {
    endpoint: 'get_weixin_oauth_code',
    payer,
    ...(read.errand === undefined ? {} : { appCode: read.errand.appCode }),
  })
  const isRefused = consent === 'refuse' || fault?.how === 'refused'
  const grant = (): string => {
    const isExpired = fault?.how === 'expired-code'
    const asked = { appid: read.account.appid, scope: read.scope, payer, isExpired }
    return issueCode(state, { ...asked, ...(read.errand ?? {}) })
  }
  const code = isRefused ? undefined : grant()
  if (fault?.how === 'same-code-twice' || fault?.how === 'two-codes') {
    const first = returnUrl(read, fault.how === 'two-codes' ? grant() : code)
    return comeBackTwice(state, request, {
      first,
      location: returnUrl(read, code, ticketOf(state)),
    })
  }
  return new Response(null, { status: 302, headers: { location: returnUrl(read, code) } })
}

const NOT_IN_WECHAT: Problem = {
  rule: 'not-in-wechat',
  message: 'WeChat’s authorization was opened outside WeChat.',
  hint: 'Show a QR code to scan with WeChat instead.',
}

function readAuthorization(state: State, url: URL): Authorization | Problem {
  const names = [...url.searchParams.keys()]
  const parameter = (name: string): string => url.searchParams.get(name) ?? ''
  const errand = state.grants.errands.get(parameter('state'))
  const account = state.officialAccounts.get(parameter('appid'))
  const redirectUri = parameter('redirect_uri')
  const known = names.filter((name) => ORDER.includes(name))
  if (account === undefined) {
    return {
      rule: 'unknown-appid',
      message: 'The appid is not an Official Account of this sandbox.',
      hint: 'Add the Official Account to the sandbox, or use one that it has.',
    }
  }
  const isOrderChecked = state.settings.authorizeOrder === 'checked'
  if (isOrderChecked && known.join() !== ORDER.filter((name) => known.includes(name)).join()) {
    return {
      rule: 'parameter-order',
      message: 'The parameters stand in another order than WeChat checks.',
      hint: `Keep this order: ${ORDER.join(', ')}, and #wechat_redirect at the end.`,
    }
  }
  const scope = parameter('scope')
  const scopes = url.pathname === SIGN_IN ? ['snsapi_login'] : ['snsapi_base', 'snsapi_userinfo']
  if (parameter('response_type') !== 'code' || !scopes.includes(scope)) {
    return {
      rule: 'authorize-parameters',
      message: `response_type must be code, and scope ${scopes.join(' or ')}.`,
      hint: 'A payment needs the openid only: snsapi_base, which asks nobody.',
    }
  }
  return (
    redirectProblem(account, redirectUri, errand) ??
    stateProblem(parameter('state')) ?? {
      account,
      redirectUri,
      scope,
      state: parameter('state'),
      errand,
    }
  )
}

function remarkOn(text: string): { readonly remark?: Problem } {
  if (/^[A-Za-z0-9]*$/.test(text)) return {}
  const message =
    'state holds more than letters and digits; WeChat lets it pass, and does not promise to.'
  return { remark: { rule: 'state-characters', message, hint: 'Use letters and digits.' } }
}

function redirectProblem(
  account: OfficialAccount,
  redirectUri: string,
  errand: OauthErrand | undefined,
): Problem | undefined {
  const isRight =
    errand === undefined
      ? URL.canParse(redirectUri) && isRedirectDomain(account, new URL(redirectUri))
      : errand.appid === account.appid && errand.redirectUri === redirectUri
  if (isRight) return undefined
  return {
    rule: 'redirect-domain',
    message: '10003: the domain of redirect_uri is not the one configured.',
    hint: 'The host must equal the web authorization domain of the Official Account exactly, and redirect_uri must be encoded once.',
  }
}

function stateProblem(text: string): Problem | undefined {
  if (Buffer.byteLength(text) <= 128) return undefined
  return {
    rule: 'state-format',
    message: 'state is longer than 128 bytes.',
    hint: 'Use up to 128 letters and digits.',
  }
}

function returnUrl(
  { redirectUri, state, errand }: Authorization,
  code?: string,
  more: readonly string[] = [],
): string {
  const added = [
    ...(code === undefined ? [] : [`code=${code}`]),
    // QFPay's way through WeChat has its own state, which the merchant never sees.
    ...(state === '' || errand !== undefined ? [] : [`state=${encodeURIComponent(state)}`]),
    ...more,
  ].join('&')
  const [address = '', fragment] = redirectUri.split('#', 2)
  const joint = added === '' ? '' : address.includes('?') ? '&' : '?'
  const url = address + joint + added + (fragment === undefined ? '' : `#${fragment}`)
  // A Location holds ASCII only; what is escaped already stays as it is.
  return url.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}

function consentPage({ account, redirectUri, scope, state }: Authorization): Promise<Response> {
  const fields = { appid: account.appid, redirect_uri: redirectUri, response_type: 'code', scope }
  return page(
    { title: account.name },
    html`<main>
      <h1>${account.name}</h1>
      <p>
        ${scope === 'snsapi_login' ? 'is to be scanned with WeChat.' : 'asks for your nickname and picture.'}
      </p>
      <form>
        ${Object.entries({ ...fields, state }).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <button name="consent" value="allow">Allow</button>
        <button class="plain" name="consent" value="refuse">Refuse</button>
      </form>
    </main>`,
  )
}
