import { inBatches } from '../database/in-batches.ts'
import type { Runtime } from '../runtime.ts'
import { giveUpPending } from './webhook-delivery-store.ts'

/**
 * Gives up all deliveries that wait for an endpoint which is disabled or deleted, outside of the transaction that
 * wrote so. Should the process die here, the next delivery that is due gives up the rest.
 */
export async function giveUpDeliveries(
  deps: Pick<Runtime, 'clock' | 'database'>,
  endpointId: string,
  failure: string,
): Promise<void> {
  const now = deps.clock.now()
  await inBatches((limit) => giveUpPending(deps.database.db, { endpointId, failure, now, limit }))
}
