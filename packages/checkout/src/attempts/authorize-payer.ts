import { QfpayError, WechatOauthError } from '@tael/qfpay'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { nameOpenid } from '../payments/attempt-store.ts'
import type { Attempt } from '../payments/attempt.ts'
import { endAttempt } from './end-attempt.ts'

/** The openid never leaves the memory of this request. */
export type AuthorizedPayer =
  | { readonly kind: 'authorized'; readonly openid: string | undefined }
  | { readonly kind: 'restart' | 'busy' | 'account' | 'snapshot' }

/** Exchanges the attempt's OAuth code, once: at WeChat for method 1, at QFPay for method 2. */
export async function authorizePayer(
  deps: Deps,
  request: { readonly account: Account; readonly code?: string },
  recorded: { readonly attempt: Attempt },
): Promise<AuthorizedPayer> {
  const { account, code } = request
  if (code === undefined) return { kind: 'authorized', openid: undefined }
  const { qfpay, wechat } = deps.gateways(account)
  const oauth = account.settings.flow === 'own-account' ? wechat : qfpay
  try {
    if (oauth === undefined) throw new Error(`${account.id} has no WeChat credentials`)
    const payer = await oauth.exchangeCode({ code, about: recorded.attempt.id })
    if ('isSnapshotUser' in payer && payer.isSnapshotUser) {
      await endAttempt(deps, recorded.attempt, {
        by: 'refused',
        reason: 'WeChat showed a preview of the page, to a payer who does not exist',
      })
      // WeChat has identified a payer, so the code was not invented.
      const hash = deps.sealing.keyedHash(payer.openid, 'openid')
      await nameOpenid(deps.database.db, recorded.attempt, hash)
      return { kind: 'snapshot' }
    }
    return { kind: 'authorized', openid: payer.openid }
  } catch (error) {
    const known = error instanceof QfpayError ? error : undefined
    deps.log.warn('attempt.not_authorized', {
      attempt: recorded.attempt.id,
      reason: known?.message ?? String(error),
      hint: known?.hint,
    })
    await endAttempt(deps, recorded.attempt, {
      by: 'refused',
      reason: `The authorization was refused: ${known?.message ?? 'unexpected fault'}`,
    })
    return { kind: known === undefined ? 'account' : problemForPayer(known) }
  }
}

/** A refused code is common, and a new one helps; a refused key needs an operator. */
function problemForPayer(error: QfpayError): 'restart' | 'busy' | 'account' {
  if (error.code === 'configuration' || error.code === 'signature') return 'account'
  if (error instanceof WechatOauthError && error.reaction === 'fix-configuration') return 'account'
  return error.outcome === 'rejected' ? 'restart' : 'busy'
}
