/** A code that WeChat gave to a browser, to be exchanged once for an openid. */
export type OauthCode = {
  readonly code: string
  readonly appid: string
  readonly openid: string
  readonly scope: string
  readonly issuedAt: number
  /** Set when get_weixin_oauth_code asked for it: only that merchant may exchange it. */
  readonly appCode?: string
  isUsed: boolean
}

/** A person, as one Official Account knows them. */
export type KnownOpenid = {
  readonly openid: string
  readonly appid: string
  readonly payer: string
}

/** What get_weixin_oauth_code asked WeChat for, until the browser is back. */
export type OauthErrand = {
  readonly appCode: string
  readonly appid: string
  readonly redirectUri: string
}

/** What the exchange of a code gives beside the openid. */
type UserToken = KnownOpenid & {
  readonly use: 'access' | 'refresh'
  readonly scope: string
  readonly expiresAt: number
}

/** Everything that OAuth has handed out. */
export interface OauthGrants {
  readonly codes: Map<string, OauthCode>
  readonly openids: Map<string, KnownOpenid>
  /** By the `state` that carries it through WeChat. */
  readonly errands: Map<string, OauthErrand>
  /** `app_code openid`: how many exchanges have not been followed by a payment yet. */
  readonly unspent: Map<string, number>
  /** A payer's access_token or refresh_token → whose it is. */
  readonly userTokens: Map<string, UserToken>
  /** access_token → appid and expiry. */
  readonly accessTokens: Map<string, { readonly appid: string; readonly expiresAt: number }>
  /** jsapi_ticket → appid and expiry. */
  readonly tickets: Map<string, { readonly appid: string; readonly expiresAt: number }>
  clear(): void
}

export function createOauthGrants(): OauthGrants {
  const grants = {
    codes: new Map<string, OauthCode>(),
    openids: new Map<string, KnownOpenid>(),
    errands: new Map<string, OauthErrand>(),
    unspent: new Map<string, number>(),
    userTokens: new Map<string, UserToken>(),
    accessTokens: new Map<string, { appid: string; expiresAt: number }>(),
    tickets: new Map<string, { appid: string; expiresAt: number }>(),
  }
  return {
    ...grants,
    clear() {
      for (const map of Object.values(grants)) map.clear()
    },
  }
}
