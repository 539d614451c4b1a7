import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { findDelivery, reviveDeliveries } from './webhook-delivery-store.ts'
import type { ReplayRange, WebhookDelivery } from './webhook-delivery.ts'
import { lockEndpoint } from './webhook-endpoint-store.ts'

type Refused = { readonly kind: 'not-found' | 'disabled' }

/** Sends one delivery again, with the same webhook-id and body, whatever its status. */
export async function replayDelivery(
  deps: Runtime,
  endpointId: string,
  deliveryId: string,
): Promise<Refused | { readonly kind: 'replayed'; readonly delivery: WebhookDelivery }> {
  const now = deps.clock.now()
  return inTransaction(deps.database, async (trx) => {
    const endpoint = await lockEndpoint(trx, deps, endpointId)
    if (endpoint === undefined) return { kind: 'not-found' }
    if (endpoint.disabledReason !== undefined) return { kind: 'disabled' }
    await reviveDeliveries(trx, { endpointId, now, only: { id: deliveryId } })
    const delivery = await findDelivery(trx, deliveryId)
    return delivery?.endpointId === endpointId
      ? { kind: 'replayed', delivery }
      : { kind: 'not-found' }
  })
}

/** Resends deliveries that were created in a range of time: undelivered ones, or all; returns how many. */
export async function replayRange(
  deps: Runtime,
  endpointId: string,
  range: ReplayRange,
): Promise<Refused | { readonly kind: 'replayed'; readonly count: number }> {
  const now = deps.clock.now()
  return inTransaction(deps.database, async (trx) => {
    const endpoint = await lockEndpoint(trx, deps, endpointId)
    if (endpoint === undefined) return { kind: 'not-found' }
    if (endpoint.disabledReason !== undefined) return { kind: 'disabled' }
    const count = await reviveDeliveries(trx, { endpointId, now, only: range })
    return { kind: 'replayed', count }
  })
}
