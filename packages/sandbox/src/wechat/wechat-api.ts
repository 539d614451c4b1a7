import { z } from 'zod'
import { answerWithFaults } from '../answers/answer-with-faults.ts'
import { DAY_MS } from '../durations.ts'
import type { OfficialAccount } from '../state/parties.ts'
import type { State } from '../state/state.ts'
import { exchangeCode } from './exchange-code.ts'

type Answer = Readonly<Record<string, string | number | readonly string[]>>
type WechatError = { readonly errcode: number; readonly errmsg: string }

const TOKEN_LIFE_SECONDS = 7_200
const REFRESH_LIFE_MS = 30 * DAY_MS

type Path = {
  readonly title: string
  readonly method: 'GET' | 'POST'
  readonly work: (state: State, query: URLSearchParams) => Answer
}

const PATHS: Readonly<Record<string, Path>> = {
  '/sns/oauth2/access_token': {
    title: 'WeChat exchanges a code for an openid',
    method: 'GET',
    work: accessToken,
  },
  '/sns/oauth2/refresh_token': {
    title: 'WeChat refreshes a payer’s token',
    method: 'GET',
    work: refreshToken,
  },
  '/sns/userinfo': { title: 'WeChat tells who a payer is', method: 'GET', work: userInfo },
  '/sns/auth': { title: 'WeChat checks a payer’s token', method: 'GET', work: authCheck },
  '/cgi-bin/token': { title: 'WeChat access token', method: 'GET', work: serverToken },
  '/cgi-bin/stable_token': { title: 'WeChat access token', method: 'POST', work: serverToken },
  '/cgi-bin/ticket/getticket': { title: 'WeChat jsapi_ticket', method: 'GET', work: jsapiTicket },
  '/cgi-bin/user/info': { title: 'WeChat tells of a follower', method: 'GET', work: follower },
}

/** WeChat's API for servers (api.weixin.qq.com). Undefined for any other path. */
export function wechatApi(state: State, request: Request): Promise<Response> | undefined {
  const { pathname } = new URL(request.url)
  if (BROWSERS.includes(pathname) && request.method === 'GET') return undefined
  return /^\/(sns|cgi-bin|connect)\//.test(pathname) ? serve(state, request) : undefined
}

/** Where a payer's browser goes. */
const BROWSERS: readonly string[] = ['/connect/oauth2/authorize', '/connect/qrconnect']

async function serve(state: State, request: Request): Promise<Response> {
  const { origin, pathname } = new URL(request.url)
  const path = Object.hasOwn(PATHS, pathname) ? PATHS[pathname] : undefined
  const isExchange = pathname === '/sns/oauth2/access_token'
  const query = await readQuery(request)
  let answer: Answer = busy()
  const response = await answerWithFaults(state, isExchange ? { endpoint: 'access_token' } : {}, {
    work: () => {
      answer =
        path === undefined ? error(40066, 'invalid url') : answerOf(state, path, request, query)
      return Promise.resolve(Response.json(answer))
    },
    respond: () => Response.json(busy()),
    tooManyRequests: () => Response.json({ errcode: 45009, errmsg: 'reach max api daily quota' }),
  })
  const problem = problemOf(answer)
  state.journal.append({
    kind: 'wechat',
    step: path?.title ?? 'A path of WeChat’s that is not played',
    method: request.method,
    url: origin + pathname,
    status: response.status,
    // The answers contain tokens, the requests the secret.
    response: 'errcode' in answer ? answer : { openid: answer['openid'] ?? '…' },
    ...(problem === undefined ? {} : { problem }),
  })
  return response
}

function answerOf(state: State, path: Path, { method }: Request, query: URLSearchParams): Answer {
  if (method === path.method) return path.work(state, query)
  return path.method === 'GET'
    ? error(43001, 'require GET method')
    : error(43002, 'require POST method')
}

const MAX_BODY_BYTES = 16 * 1024

/** The query, and the fields of a JSON body, which stable_token accepts. */
async function readQuery(request: Request): Promise<URLSearchParams> {
  const query = new URLSearchParams(new URL(request.url).search)
  if (request.method !== 'POST') return query
  const body = await request.text().catch(() => '')
  const members = z
    .record(z.string(), z.union([z.string(), z.boolean(), z.number()]))
    .safeParse(body.length > MAX_BODY_BYTES ? undefined : parsed(body)).data
  for (const [name, value] of Object.entries(members ?? {})) query.set(name, String(value))
  return query
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A body that is not JSON has no fields; missing ones have their own errcode.
    return undefined
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
  const tokens = tokensFor(state, exchanged)
  const payer = state.grants.openids.get(exchanged.openid)?.payer ?? ''
  if (state.faults.take('snapshot-user', { payer }) === undefined) return tokens
  return { ...tokens, openid: `o${state.mint.token(27)}`, is_snapshotuser: 1 }
}

/** An openid's tokens: for two hours, and for thirty days to renew the former. */
function tokensFor(
  state: State,
  {
    openid,
    appid,
    scope,
  }: { readonly openid: string; readonly appid: string; readonly scope: string },
): Answer {
  const payer = state.grants.openids.get(openid)?.payer ?? ''
  const [access, refresh] = [state.mint.token(89), state.mint.token(89)]
  const owner = { openid, appid, scope, payer }
  const expiresAt = state.clock.now() + REFRESH_LIFE_MS
  state.grants.userTokens.set(access, { ...owner, use: 'access', expiresAt: expiry(state) })
  state.grants.userTokens.set(refresh, { ...owner, use: 'refresh', expiresAt })
  return {
    access_token: access,
    expires_in: TOKEN_LIFE_SECONDS,
    refresh_token: refresh,
    openid,
    scope,
  }
}

function refreshToken(state: State, query: URLSearchParams): Answer {
  const appid = query.get('appid') ?? ''
  if (appid === '') return error(41002, 'appid missing')
  if (query.get('grant_type') !== 'refresh_token') return error(40002, 'invalid grant_type')
  const token = state.grants.userTokens.get(query.get('refresh_token') ?? '')
  if (token?.use !== 'refresh' || token.appid !== appid)
    return error(40030, 'invalid refresh_token')
  if (token.expiresAt <= state.clock.now()) return error(42002, 'refresh_token expired')
  return tokensFor(state, token)
}

function userToken(state: State, query: URLSearchParams) {
  const token = state.grants.userTokens.get(query.get('access_token') ?? '')
  if (token?.use !== 'access') return error(40001, 'invalid credential, access_token is invalid')
  if (token.expiresAt <= state.clock.now()) return error(42001, 'access_token expired')
  return token.openid === query.get('openid') ? token : error(40003, 'invalid openid')
}

function userInfo(state: State, query: URLSearchParams): Answer {
  const token = userToken(state, query)
  if ('errcode' in token) return token
  if (token.scope === 'snsapi_base') return error(48001, 'api unauthorized')
  const nickname = state.payers.get(token.payer)?.name ?? ''
  // Since 2021 WeChat discloses neither sex nor place.
  const empty = { sex: 0, province: '', city: '', country: '' }
  return { openid: token.openid, nickname, ...empty, headimgurl: '', privilege: [] }
}

function authCheck(state: State, query: URLSearchParams): Answer {
  const token = userToken(state, query)
  return 'errcode' in token ? token : { errcode: 0, errmsg: 'ok' }
}

function follower(state: State, query: URLSearchParams): Answer {
  const token = state.grants.accessTokens.get(query.get('access_token') ?? '')
  if (token === undefined || token.expiresAt <= state.clock.now()) {
    return error(40001, 'invalid credential, access_token is invalid or not latest')
  }
  const known = state.grants.openids.get(query.get('openid') ?? '')
  if (known?.appid !== token.appid) return error(40003, 'invalid openid')
  return { subscribe: 1, openid: known.openid, language: 'zh_CN', subscribe_time: 0, remark: '' }
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
  40066: 'The sandbox does not play this path; its README lists what there is.',
  43001: 'Ask by GET, with the parameters in the query.',
  48001: 'snsapi_base gives the openid only: authorize with snsapi_userinfo.',
  40013: 'Check the appid of the Official Account.',
}

function problemOf(
  answer: Answer,
): { readonly rule: string; readonly message: string; readonly hint: string } | undefined {
  const errcode = Number(answer['errcode'] ?? 0)
  if (errcode === 0) return undefined
  return {
    rule: `wechat-${errcode}`,
    message: `${errcode}: ${String(answer['errmsg'] ?? '')}`,
    hint: HINTS[errcode] ?? 'See WeChat’s table of return codes.',
  }
}
