import type { State } from '../state/state.ts'
import { openidOf } from './openid.ts'

/** Makes an OAuth code for a payer, to be exchanged once within five minutes. */
export function issueCode(
  state: State,
  asked: {
    readonly appid: string
    readonly payer: string
    readonly scope: string
    /** The merchant for whom QFPay asked. */
    readonly appCode?: string
    readonly isExpired?: boolean
  },
): string {
  const code = state.mint.oauthCode()
  const age = asked.isExpired === true ? state.settings.codeLifeMs + 1 : 0
  state.grants.codes.set(code, {
    code,
    appid: asked.appid,
    openid: openidOf(state, asked.payer, asked.appid),
    scope: asked.scope,
    issuedAt: state.clock.now() - age,
    isUsed: false,
    ...(asked.appCode === undefined ? {} : { appCode: asked.appCode }),
  })
  return code
}
