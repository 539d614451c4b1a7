import type { Random } from '@tael/testing/random'
import type { Row } from '../../packages/checkout/test/support/sessions.ts'
import { call } from './merchants.ts'
import type { Requested } from './observations.ts'
import type { Owner } from './schedule.ts'
import { PLANTED, type Merchant, type World } from './world.ts'

const OPERATOR: Owner = { name: 'operator', isDead: false }
const MAX_TRIES = 6

/** What an operator may do to an account while its payers pay. */
export async function operate(world: World, merchant: Merchant, random: Random): Promise<void> {
  if (random.chance(0.5)) return
  await world.schedule.sleep(OPERATOR, random.whole(1, 900) * 1000)
  const account = `/v1/accounts/${merchant.accountId}`
  const change = (body: object) => insist(world, { method: 'PATCH', path: account, body })
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
  const found = await insist(world, { path: '/v1/audit_entries/verification' })
  if (found === undefined || (found['is_whole'] === true && found['waiting'] === 0)) return
  world.evidence.broken.push({ invariant: 'audit-holds', detail: JSON.stringify(found) })
}

/** A leaked key is revoked immediately; otherwise both work for one more day. */
async function replaceKey(world: World, merchant: Merchant, random: Random): Promise<void> {
  const listed = await insist(world, { path: `/v1/api_keys?account=${merchant.accountId}` })
  const [old] = (listed?.['data'] ?? []) as readonly Row[]
  if (old === undefined) return
  const path = `/v1/api_keys/${String(old['id'])}`
  const rolled = await insist(world, { path: `${path}/roll`, body: {} })
  if (rolled === undefined) return
  merchant.apiKey = String(rolled['secret'])
  world.evidence.secrets.add(merchant.apiKey)
  if (random.chance(0.5)) await insist(world, { path: `${path}/revoke`, body: {} })
}

/** Repeats what got no answer, as a person does. */
async function insist(world: World, requested: Requested): Promise<Row | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const answer = await call(world, OPERATOR, { apiKey: PLANTED.operatorKey }, requested).catch(
      () => undefined,
    )
    if (answer !== undefined && answer.status < 500) {
      if (answer.status < 400) return answer.body
      world.evidence.broken.push({
        invariant: 'operators-are-served',
        detail: `${requested.path} was answered ${answer.status} ${JSON.stringify(answer.body)}`,
      })
      return undefined
    }
    await world.schedule.sleep(OPERATOR, 2_000 * (tries + 1))
  }
  return undefined
}
