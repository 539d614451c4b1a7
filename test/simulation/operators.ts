import type { Random } from '@tael/testing/random'
import type { Row } from '../../packages/checkout/test/support/sessions.ts'
import { OPERATOR, insistAsOperator } from './insist-as-operator.ts'
import type { Merchant, World } from './world.ts'

/** What an operator may do to an account while its payers pay. */
export async function operate(world: World, merchant: Merchant, random: Random): Promise<void> {
  if (random.chance(0.5)) return
  await world.schedule.sleep(OPERATOR, random.whole(1, 900) * 1000)
  const account = `/v1/accounts/${merchant.accountId}`
  const change = (body: object) => insistAsOperator(world, { method: 'PATCH', path: account, body })
  switch (random.whole(0, 2)) {
    case 0:
      await change({ disabled: true })
      await world.schedule.sleep(OPERATOR, random.whole(1, 600) * 1000)
      await change({ disabled: false })
      return
    case 1:
      await change({ name: 'Second Tea House', pay_type: '800207' })
      return
    default:
      await replaceKey(world, merchant, random)
  }
}

/** When nothing is left to do, all of the audit log is in its chain, and as it was written. */
export async function verifyAuditLog(world: World): Promise<void> {
  const found = await insistAsOperator(world, { path: '/v1/audit_entries/verification' })
  if (found === undefined || (found['is_whole'] === true && found['waiting'] === 0)) return
  world.evidence.broken.push({ invariant: 'audit-holds', detail: JSON.stringify(found) })
}

/** A leaked key is revoked immediately; otherwise both work for one more day. */
async function replaceKey(world: World, merchant: Merchant, random: Random): Promise<void> {
  const listed = await insistAsOperator(world, {
    path: `/v1/api_keys?account=${merchant.accountId}`,
  })
  const [old] = (listed?.['data'] ?? []) as readonly Row[]
  if (old === undefined) return
  const path = `/v1/api_keys/${String(old['id'])}`
  const rolled = await insistAsOperator(world, { path: `${path}/roll`, body: {} })
  if (rolled === undefined) return
  merchant.apiKey = String(rolled['secret'])
  world.evidence.secrets.add(merchant.apiKey)
  if (random.chance(0.5)) await insistAsOperator(world, { path: `${path}/revoke`, body: {} })
}
