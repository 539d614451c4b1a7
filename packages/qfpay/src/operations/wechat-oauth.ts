import {
  QfpayReplyError,
  WechatOauthError,
  type QfpayError,
  type WechatReaction,
} from '../errors/errors.ts'
import { AUTHORIZE_AGAIN } from '../errors/hints.ts'
import { sendRequest } from '../http/http-request.ts'
import { observed } from '../http/observe.ts'
import { completeNetwork, refuseWechatFaults, type NetworkOptions } from '../http/options.ts'
import { withRetries } from '../http/retry.ts'
import { refuseProblems, textProblems, urlProblems } from '../wire/arguments.ts'
import type { Raw } from '../wire/messages.ts'
import { readObject, textOf } from '../wire/reply-fields.ts'
import { queryString } from '../wire/write-request.ts'

export type WechatOauthOptions = NetworkOptions & {
  /** The merchant's own Official Account (method 1). */
  readonly appid: string
  /** Its appsecret. Stays on the server. */
  readonly secret: string
  /** Default `https://open.weixin.qq.com`. */
  readonly authorizeHost?: string
  /** Default `https://api.weixin.qq.com`. */
  readonly apiHost?: string
}

export type AuthorizeUrlRequest = {
  /** Absolute, on the domain registered for web authorization. */
  readonly redirectUri: string
  /** Comes back unchanged: 1–128 letters and digits that only this payer's browser knows. */
  readonly state: string
  /** Default: silent `snsapi_base`, which is enough for paying. */
  readonly scope?: 'snsapi_base' | 'snsapi_userinfo'
  /** Adds `connect_redirect=1`, which is known to prevent WeChat's double call of `redirectUri`. */
  readonly connectRedirect?: boolean
}

export type WechatIdentity = {
  /** The payer under this Official Account. */
  readonly openid: string
  /** The payer across the merchant's apps, if they are bound together. */
  readonly unionid?: string
  /** An invented payer on WeChat's preview page, who cannot pay. */
  readonly isSnapshotUser: boolean
  /** WeChat's whole answer. It holds access tokens: never log it. */
  readonly raw: Raw
}

/** WeChat's own authorization, for merchants with an Official Account (method 1). */
export interface WechatOauth {
  /** Where to send the payer's browser, inside WeChat. Source: WeChat, Web authorization. */
  authorizeUrl(request: AuthorizeUrlRequest): string
  /**
   * Exchanges the code for the payer's openid. Retries only if the request certainly did not arrive,
   * and once if WeChat says that it is busy. Throws {@link WechatOauthError} for an errcode.
   */
  exchangeCode(request: {
    readonly code: string
    readonly signal?: AbortSignal
    /** What the call is about, in your words: passed to `observe`, never sent. */
    readonly about?: string
  }): Promise<WechatIdentity>
}

const ENDPOINT = '/sns/oauth2/access_token'
const BUSY = -1

export function createWechatOauth(options: WechatOauthOptions): WechatOauth {
  refuseWechatFaults(options)
  const network = completeNetwork(options)
  const authorizeHost = new URL(options.authorizeHost ?? 'https://open.weixin.qq.com').origin
  const apiHost = new URL(options.apiHost ?? 'https://api.weixin.qq.com').origin
  const { appid, secret } = options

  return {
    authorizeUrl({ redirectUri, state, scope = 'snsapi_base', connectRedirect = false }) {
      refuseProblems('authorizeUrl', [
        ...urlProblems({ redirectUri }),
        ...(/^[A-Za-z0-9]{1,128}$/.test(state) ? [] : ['state must be 1–128 letters and digits']),
      ])
      // WeChat checks the order of the parameters and demands the fragment.
      const query = queryString({
        appid,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope,
        state,
        ...(connectRedirect ? { connect_redirect: '1' } : {}),
      })
      return `${authorizeHost}/connect/oauth2/authorize?${query}#wechat_redirect`
    },

    async exchangeCode({ code, signal, about }) {
      refuseProblems('exchangeCode', textProblems({ code }))
      const parameters = { appid, secret, code, grant_type: 'authorization_code' }
      return withRetries(network, {
        signal,
        run: (attempt) =>
          observed(network, { endpoint: ENDPOINT, about, attempt, parameters }, async (seen) => {
            const answer = await sendRequest(network, {
              url: `${apiHost}${ENDPOINT}?${queryString(parameters)}`,
              endpoint: ENDPOINT,
              method: 'GET',
              headers: { Accept: 'application/json' },
              signal,
            })
            seen.httpStatus = answer.status
            seen.raw = readObject(new TextDecoder().decode(answer.body))
            const errcode = errcodeOf(seen.raw)
            if (errcode !== undefined) seen.meaning = meaningOf(errcode).meaning
            return readIdentity(seen.raw, answer.status)
          }),
        mayRepeat: (error, attempt) => mayRepeat(error, attempt, signal),
      })
    },
  }
}

function mayRepeat(error: QfpayError, attempt: number, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted === true) return false
  if (error instanceof WechatOauthError) return error.errcode === BUSY && attempt === 1
  return error.code === 'network' && error.outcome === 'not-sent'
}

function readIdentity(raw: Raw | undefined, httpStatus: number): WechatIdentity {
  const errcode = errcodeOf(raw)
  if (errcode !== undefined) throw wechatError(errcode, raw?.['errmsg'], httpStatus)
  const openid = raw === undefined ? undefined : textOf(raw, 'openid')
  if (raw === undefined || openid === undefined || httpStatus >= 400) {
    throw new QfpayReplyError(`${ENDPOINT} answered HTTP ${httpStatus} without an openid.`, {
      outcome: 'unknown',
      endpoint: ENDPOINT,
      httpStatus,
      hint: AUTHORIZE_AGAIN,
    })
  }
  const unionid = textOf(raw, 'unionid')
  return {
    openid,
    ...(unionid === undefined ? {} : { unionid }),
    isSnapshotUser: textOf(raw, 'is_snapshotuser') === '1',
    raw,
  }
}

function errcodeOf(raw: Raw | undefined): number | undefined {
  const errcode = raw?.['errcode']
  return typeof errcode === 'number' && errcode !== 0 ? errcode : undefined
}

type ErrcodeRow = { readonly reaction: WechatReaction; readonly meaning: string }

/** Source: WeChat, global return codes. */
const ERRCODES: Readonly<Record<number, ErrcodeRow>> = {
  [-1]: { reaction: 'try-later', meaning: 'WeChat is busy' },
  40001: { reaction: 'fix-configuration', meaning: 'the appsecret is wrong' },
  40013: { reaction: 'fix-configuration', meaning: 'the appid is wrong' },
  40029: { reaction: 'authorize-again', meaning: 'the code is invalid or of another appid' },
  40125: { reaction: 'fix-configuration', meaning: 'the appsecret is wrong' },
  40163: { reaction: 'already-used', meaning: 'the code was used before' },
  41002: { reaction: 'fix-configuration', meaning: 'the appid is missing' },
  41004: { reaction: 'fix-configuration', meaning: 'the appsecret is missing' },
  41008: { reaction: 'fix-configuration', meaning: 'the code is missing' },
  42003: { reaction: 'authorize-again', meaning: 'the code has expired' },
  42007: { reaction: 'authorize-again', meaning: 'the payer has changed the password' },
}

const HINTS: Readonly<Record<WechatReaction, string>> = {
  'authorize-again': AUTHORIZE_AGAIN,
  'already-used':
    'WeChat called the redirect twice: use the result of the first exchange, else authorize again.',
  'fix-configuration': 'Check appid and secret of the Official Account.',
  'try-later': 'Try again later.',
}

function meaningOf(errcode: number): ErrcodeRow {
  return ERRCODES[errcode] ?? { reaction: 'try-later', meaning: 'an errcode we do not know' }
}

/** From WeChat's sentence only the number of its inquiry: the rest may quote the payer. */
const INQUIRY = /\brid: [\da-f]+(?:-[\da-f]+)+\b/

function wechatError(errcode: number, errmsg: unknown, httpStatus: number): WechatOauthError {
  const row = meaningOf(errcode)
  const inquiry = INQUIRY.exec(String(errmsg))
  const said = inquiry === null ? '' : ` (${inquiry[0]})`
  return new WechatOauthError(`${ENDPOINT} answered ${errcode}, ${row.meaning}${said}.`, {
    outcome: 'rejected',
    endpoint: ENDPOINT,
    httpStatus,
    errcode,
    reaction: row.reaction,
    hint: HINTS[row.reaction],
  })
}
