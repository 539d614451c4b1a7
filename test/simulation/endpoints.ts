import type { Random } from '@tael/testing/random'
import type { Row } from '../../packages/checkout/test/support/sessions.ts'
import { insist } from './merchants.ts'
import type { Owner } from './schedule.ts'
import type { Merchant, World } from './world.ts'

/** What a merchant may do to an endpoint while it gets webhooks. */
export async function changeEndpoint(
  world: World,
  merchant: Merchant,
  random: Random,
): Promise<void> {
  if (random.chance(0.5)) return
  const { schedule, evidence } = world
  const owner: Owner = { name: 'merchant', isDead: false }
  const since = new Date(schedule.now()).toISOString()
  await schedule.sleep(owner, random.whole(1, 900) * 1000)
  const listed = await insist(world, owner, merchant, { path: '/v1/webhook_endpoints' })
  const endpoints = (listed?.['data'] ?? []) as readonly Row[]
  if (endpoints.length === 0) return
  const { id, url } = random.pick(endpoints)
  const path = `/v1/webhook_endpoints/${String(id)}`
  const change = (status: 'enabled' | 'disabled') =>
    insist(world, owner, merchant, { method: 'PATCH', path, body: { status } })
  const replay = (include_delivered: boolean) =>
    insist(world, owner, merchant, { path: `${path}/replay`, body: { since, include_delivered } })
  switch (random.whole(0, 2)) {
    case 0: {
      const rolled = await insist(world, owner, merchant, {
        path: `${path}/roll_secret`,
        body: {},
      })
      if (rolled !== undefined) evidence.secrets.add(String(rolled['secret']))
      return
    }
    case 1:
      await change('disabled')
      await schedule.sleep(owner, random.whole(1, 600) * 1000)
      await change('enabled')
      await replay(false)
      evidence.replayedAt.set(new URL(String(url)).pathname, schedule.now())
      return
    default:
      await replay(random.chance(0.5))
  }
}
