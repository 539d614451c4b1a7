import { createHash } from 'node:crypto'
import type { State } from '../state/state.ts'

/** The openid of a payer under an Official Account: stable, and different under every other. */
export function openidOf(state: Pick<State, 'grants'>, payer: string, appid: string): string {
  const digest = createHash('sha256').update(`${appid} ${payer}`).digest('base64url')
  const openid = `o${digest.slice(0, 27)}`
  state.grants.openids.set(openid, { openid, appid, payer })
  return openid
}
