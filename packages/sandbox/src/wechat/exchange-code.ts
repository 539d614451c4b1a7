import type { OauthCode } from '../state/oauth-grants.ts'
import type { State } from '../state/state.ts'

/** WeChat's error for an OAuth code: its errcode and the text that goes with it. */
export type CodeError = { readonly errcode: 40029 | 40163 | 42003; readonly errmsg: string }

/** Uses a code up and returns its owner; or why it is invalid. */
export function exchangeCode(
  state: State,
  code: string,
  owner: { readonly appid?: string; readonly appCode?: string },
): OauthCode | CodeError {
  const issued = state.grants.codes.get(code)
  const isOwn =
    issued !== undefined &&
    issued.appCode === owner.appCode &&
    (owner.appid === undefined || issued.appid === owner.appid)
  if (!isOwn) return { errcode: 40029, errmsg: 'invalid code' }
  if (issued.isUsed) return { errcode: 40163, errmsg: 'code been used' }
  if (state.clock.now() - issued.issuedAt > state.settings.codeLifeMs) {
    return { errcode: 42003, errmsg: 'oauth_code expired' }
  }
  issued.isUsed = true
  return issued
}
