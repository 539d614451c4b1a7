import type { Transaction } from 'kysely'
import type { Acting } from '../audit/actor.ts'
import type { AuditFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Tables } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { findDelivery, reviveDeliveries } from './webhook-delivery-store.ts'
import type { ReplayRange, WebhookDelivery } from './webhook-delivery.ts'
import { lockEndpoint } from './webhook-endpoint-store.ts'
import type { WebhookEndpoint } from './webhook-endpoint.ts'

type Refused = { readonly kind: 'not-found' | 'disabled' }

/** Sends one delivery again, with the same webhook-id and body, whatever its status. */
export async function replayDelivery(
  deps: Runtime & Acting,
  endpointId: string,
  deliveryId: string,
): Promise<Refused | { readonly kind: 'replayed'; readonly delivery: WebhookDelivery }> {
  requirePermission(deps.actor, 'create_payments')
  const now = deps.clock.now()
  return inTransaction(deps.database, async (trx) => {
    const endpoint = await lockEndpoint(trx, deps, endpointId)
    if (endpoint === undefined) return { kind: 'not-found' }
    if (endpoint.disabledReason !== undefined) return { kind: 'disabled' }
    await reviveDeliveries(trx, { endpointId, now, only: { id: deliveryId } })
    const delivery = await findDelivery(trx, deliveryId)
    if (delivery?.endpointId !== endpointId) return { kind: 'not-found' }
    await recordReplay(trx, deps, endpoint, { delivery: deliveryId })
    return { kind: 'replayed', delivery }
  })
}

/** Resends deliveries that were created in a range of time: undelivered ones, or all; returns how many. */
export async function replayRange(
  deps: Runtime & Acting,
  endpointId: string,
  range: ReplayRange,
): Promise<Refused | { readonly kind: 'replayed'; readonly count: number }> {
  requirePermission(deps.actor, 'create_payments')
  const now = deps.clock.now()
  return inTransaction(deps.database, async (trx) => {
    const endpoint = await lockEndpoint(trx, deps, endpointId)
    if (endpoint === undefined) return { kind: 'not-found' }
    if (endpoint.disabledReason !== undefined) return { kind: 'disabled' }
    const count = await reviveDeliveries(trx, { endpointId, now, only: range })
    await recordReplay(trx, deps, endpoint, { ...range, count })
    return { kind: 'replayed', count }
  })
}

function recordReplay(
  trx: Transaction<Tables>,
  deps: Runtime & Acting,
  endpoint: WebhookEndpoint,
  after: AuditFacts,
): Promise<void> {
  return recordAction(trx, deps, {
    action: 'webhook.replayed',
    subject: { type: 'webhook_endpoint', id: endpoint.id, accountId: endpoint.accountId },
    after,
  })
}
