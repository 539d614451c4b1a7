import { answerWithFaults } from '../faults/answer-with-faults.ts'
import type { OfficialAccount } from '../parties.ts'
import type { State } from '../state.ts'
import { exchangeCode } from './exchange-code.ts'

type Answer = Readonly<Record<string, string | number>>
type WechatError = { readonly errcode: number; readonly errmsg: string }

const TOKEN_LIFE_SECONDS = 7_200
const TITLES: Readonly<Record<string, string>> = {
  '/sns/oauth2/access_token': 'WeChat exchanges a code for an openid',
  '/cgi-bin/token': 'WeChat access token',
  '/cgi-bin/ticket/getticket': 'WeChat jsapi_ticket',
}

/** WeChat's API for servers (api.weixin.qq.com). Undefined for a path that is none of it. */
export function wechatApi(state: State, request: Request): Promise<Response> | undefined {
  const { pathname } = new URL(request.url)
  const title = TITLES[pathname]
  if (title === undefined || request.method !== 'GET') return undefined
  return serve(state, request, title)
}

async function serve(state: State, request: Request, step: string): Promise<Response> {
  const { origin, pathname, searchParams } = new URL(request.url)
  const isExchange = pathname === '/sns/oauth2/access_token'
  let answer: Answer = busy()
  const response = await answerWithFaults(state, isExchange ? { endpoint: 'access_token' } : {}, {
    work: () => {
      answer = work(state, pathname, searchParams)
      return Promise.resolve(Response.json(answer))
    },
    respond: () => Response.json(busy()),
    tooManyRequests: () => Response.json({ errcode: 45009, errmsg: 'reach max api daily quota' }),
  })
  const problem = problemOf(answer)
  state.journal.append({
    kind: 'wechat',
    step,
    method: request.method,
    url: origin + pathname,
    status: response.status,
    // The answers hold tokens, the requests the secret.
    response: 'errcode' in answer ? answer : { openid: answer['openid'] ?? '…' },
    ...(problem === undefined ? {} : { problem }),
  })
  return response
}

function work(state: State, pathname: string, query: URLSearchParams): Answer {
  switch (pathname) {
    case '/sns/oauth2/access_token':
      return accessToken(state, query)
    case '/cgi-bin/token':
      return serverToken(state, query)
    default:
      return jsapiTicket(state, query)
  }
}

function accessToken(state: State, query: URLSearchParams): Answer {
  const account = findAccount(state, query)
  if ('errcode' in account) return account
  const code = query.get('code') ?? ''
  if (code === '') return error(41008, 'missing code')
  if (query.get('grant_type') !== 'authorization_code') return error(40002, 'invalid grant_type')
  const exchanged = exchangeCode(state, code, { appid: account.appid })
  if ('errcode' in exchanged) return error(exchanged.errcode, exchanged.errmsg)
  return {
    access_token: state.mint.token(89),
    expires_in: TOKEN_LIFE_SECONDS,
    refresh_token: state.mint.token(89),
    openid: exchanged.openid,
    scope: exchanged.scope,
  }
}

function serverToken(state: State, query: URLSearchParams): Answer {
  const account = findAccount(state, query)
  if ('errcode' in account) return account
  if (query.get('grant_type') !== 'client_credential') return error(40002, 'invalid grant_type')
  const token = state.mint.token(89)
  state.grants.accessTokens.set(token, { appid: account.appid, expiresAt: expiry(state) })
  return { access_token: token, expires_in: TOKEN_LIFE_SECONDS }
}

function jsapiTicket(state: State, query: URLSearchParams): Answer {
  const token = state.grants.accessTokens.get(query.get('access_token') ?? '')
  if (token === undefined || token.expiresAt <= state.clock.now()) {
    return error(40001, 'invalid credential, access_token is invalid or not latest')
  }
  if (query.get('type') !== 'jsapi') return error(40097, 'invalid type')
  const ticket = state.mint.token(86)
  state.grants.tickets.set(ticket, { appid: token.appid, expiresAt: expiry(state) })
  return { errcode: 0, errmsg: 'ok', ticket, expires_in: TOKEN_LIFE_SECONDS }
}

function findAccount(state: State, query: URLSearchParams): OfficialAccount | WechatError {
  const [appid, secret] = [query.get('appid') ?? '', query.get('secret') ?? '']
  if (appid === '') return error(41002, 'appid missing')
  if (secret === '') return error(41004, 'appsecret missing')
  const account = state.officialAccounts.get(appid)
  if (account === undefined) return error(40013, 'invalid appid')
  return account.secret === secret ? account : error(40125, 'invalid appsecret')
}

function expiry(state: State): number {
  return state.clock.now() + TOKEN_LIFE_SECONDS * 1000
}

function error(errcode: number, errmsg: string): WechatError {
  return { errcode, errmsg: `${errmsg}, hints: [ req_id: sandbox ]` }
}

function busy(): WechatError {
  return error(-1, 'system error')
}

const HINTS: Readonly<Record<number, string>> = {
  40029: 'Start OAuth again: the code is garbage, of another appid, or long expired.',
  40163: 'The first exchange got the openid. Look up your own result for this code.',
  42003: 'Start OAuth again: a code lives five minutes.',
  40125: 'Check the secret of the Official Account.',
  40013: 'Check the appid of the Official Account.',
}

function problemOf(
  answer: Answer,
): { readonly rule: string; readonly message: string; readonly hint: string } | undefined {
  const errcode = Number(answer['errcode'] ?? 0)
  if (errcode === 0) return undefined
  return {
    rule: `wechat-${errcode}`,
    message: `${errcode}: ${answer['errmsg'] ?? ''}`,
    hint: HINTS[errcode] ?? 'See WeChat’s table of return codes.',
  }
}
