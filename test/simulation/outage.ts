import { HOUR_MS } from '@tael/testing/durations'
import { reconcile } from './merchants.ts'
import type { Owner } from './schedule.ts'
import type { Merchant, World } from './world.ts'

/** QFPay answers no enquiry for more than a day, and a reconciliation cannot end. */
export async function outlastOutage(world: World, merchant: Merchant, from: number): Promise<void> {
  const { schedule, sandbox } = world
  const owner: Owner = { name: 'merchant', isDead: false }
  const effect = { kind: 'http-error', when: 'before', status: 503 } as const
  const outage = sandbox.faults.add({ effect, endpoint: 'query', times: null })
  await reconcile(world, merchant, from)
  for (const hours of [25, 1]) await schedule.sleep(owner, hours * HOUR_MS)
  sandbox.faults.remove(outage.id)
}
