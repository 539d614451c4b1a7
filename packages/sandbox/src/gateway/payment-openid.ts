import type { KnownOpenid } from '../state/oauth-grants.ts'
import type { Merchant } from '../state/parties.ts'
import type { State } from '../state/state.ts'
import { Refusal, badParameter, shortened } from '../wire/refusal.ts'

/** Finds the payer of an openid, and checks that this merchant may still charge them with it. */
export function checkOpenid(state: State, merchant: Merchant, openid: string): KnownOpenid {
  const known = state.grants.openids.get(openid)
  const account = known === undefined ? undefined : state.officialAccounts.get(known.appid)
  if (known === undefined || account === undefined) {
    throw mismatch(state, 'openid-unknown', 'WeChat does not know this sub_openid.')
  }
  if (account.owner === 'merchant') {
    if (merchant.officialAccounts.includes(account.appid)) return known
    throw mismatch(
      state,
      'openid-of-another-account',
      `sub_openid, sub_mch_id and sub_appid do not match: the openid belongs to ${account.name}, which is not linked to this merchant.`,
    )
  }
  if (!merchant.indirectSettlement) {
    throw mismatch(
      state,
      'openid-of-another-account',
      'sub_openid, sub_mch_id and sub_appid do not match: QFPay’s Official Account is for indirect settlement only.',
    )
  }
  checkSequence(state, merchant, openid)
  return known
}

/** Notes that an exchanged openid now has its payment. */
export function spendOpenid(state: State, appCode: string, openid: string): void {
  const key = `${appCode} ${openid}`
  state.grants.unspent.set(key, Math.max(0, (state.grants.unspent.get(key) ?? 0) - 1))
}

function checkSequence({ grants, settings }: State, { appCode }: Merchant, openid: string): void {
  const unspent = grants.unspent.get(`${appCode} ${openid}`)
  if (unspent === undefined) {
    throw badParameter(
      'openid-not-from-here',
      'sub_openid was not obtained by this merchant.',
      'First get_weixin_oauth_code in the payer’s WeChat, then get_weixin_openid, then payment.',
    )
  }
  if (unspent === 0 && settings.openidReuse === 'refuse') {
    throw badParameter(
      'openid-used-twice',
      'sub_openid has served a payment already.',
      'Get a fresh code and a fresh openid for every payment; do not cache them.',
    )
  }
}

function mismatch({ settings }: State, rule: string, message: string): Refusal {
  return new Refusal({
    respcd: settings.openidMismatchRespcd,
    resperr: shortened(message),
    rule,
    message,
    hint: 'Use an openid that was obtained for this very payment, under the Official Account that the merchant pays with.',
  })
}
