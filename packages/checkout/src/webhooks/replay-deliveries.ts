import type { Acting } from '../audit/actor.ts'
import type { AuditFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { findDelivery, reviveDeliveries } from './webhook-delivery-store.ts'
import type { ReplayRange, WebhookDelivery } from './webhook-delivery.ts'
import { lockEndpoint } from './webhook-endpoint-store.ts'

type Refused = { readonly kind: 'not-found' | 'disabled' }

/** Sends one delivery again, with the same webhook-id and body, whatever its status. */
export async function replayDelivery(
  deps: Runtime & Acting,
  endpointId: string,
  deliveryId: string,
): Promise<Refused | { readonly kind: 'replayed'; readonly delivery: WebhookDelivery }> {
  return replay(deps, endpointId, async (trx, record) => {
    await reviveDeliveries(trx, { endpointId, now: deps.clock.now(), only: { id: deliveryId } })
    const delivery = await findDelivery(trx, deliveryId)
    if (delivery?.endpointId !== endpointId) return { kind: 'not-found' }
    await record({ delivery: deliveryId })
    return { kind: 'replayed', delivery }
  })
}

/** Resends deliveries that were created in a range of time: undelivered ones, or all; returns how many. */
export async function replayRange(
  deps: Runtime & Acting,
  endpointId: string,
  range: ReplayRange,
): Promise<Refused | { readonly kind: 'replayed'; readonly count: number }> {
  return replay(deps, endpointId, async (trx, record) => {
    const count = await reviveDeliveries(trx, { endpointId, now: deps.clock.now(), only: range })
    await record({ ...range, count })
    return { kind: 'replayed', count }
  })
}

/** Does the work while nobody else changes the endpoint, unless it is disabled. */
function replay<Result>(
  deps: Runtime & Acting,
  endpointId: string,
  work: (trx: Trx, record: (after: AuditFacts) => Promise<void>) => Promise<Result>,
): Promise<Refused | Result> {
  requirePermission(deps.actor, 'create_payments')
  return inTransaction(deps.database, async (trx) => {
    const endpoint = await lockEndpoint(trx, deps, endpointId)
    if (endpoint === undefined) return { kind: 'not-found' }
    if (endpoint.disabledReason !== undefined) return { kind: 'disabled' }
    const subject = {
      type: 'webhook_endpoint',
      id: endpoint.id,
      accountId: endpoint.accountId,
    } as const
    return work(trx, (after) =>
      recordAction(trx, deps, { action: 'webhook.replayed', subject, after }),
    )
  })
}
