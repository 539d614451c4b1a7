import type { Acting } from '../audit/actor.ts'
import type { AuditFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inBatches } from '../database/in-batches.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { findDelivery, reviveDeliveries, reviveDelivery } from './webhook-delivery-store.ts'
import type { ReplayRange, WebhookDelivery } from './webhook-delivery.ts'
import { lockEndpoint } from './webhook-endpoint-store.ts'
import type { WebhookEndpoint } from './webhook-endpoint.ts'

/** The order in which a replay makes them due: what it has made due is pending, and is not taken twice. */
const UNDELIVERED = ['pending', 'failed'] as const
/** In one walk: what it has made due may be delivered before its end. */
const OF_ANY_STATUS = [undefined]

type Refused = { readonly kind: 'not-found' | 'disabled' }

/** Sends one delivery again, with the same webhook-id and body, whatever its status. */
export async function replayDelivery(
  deps: Runtime & Acting,
  endpointId: string,
  deliveryId: string,
): Promise<Refused | { readonly kind: 'replayed'; readonly delivery: WebhookDelivery }> {
  requirePermission(deps.actor, 'create_payments')
  return withEnabled(deps, endpointId, async (trx, endpoint) => {
    await reviveDelivery(trx, { endpointId, id: deliveryId, now: deps.clock.now() })
    const delivery = await findDelivery(trx, deliveryId)
    if (delivery?.endpointId !== endpointId) return { kind: 'not-found' }
    await recordReplay(trx, deps, endpoint, { delivery: deliveryId })
    return { kind: 'replayed', delivery }
  })
}

/**
 * Resends deliveries that were created in a range of time: undelivered ones, or all; returns how many. A process
 * that dies here has resent a part.
 */
export async function replayRange(
  deps: Runtime & Acting,
  endpointId: string,
  range: ReplayRange,
): Promise<Refused | { readonly kind: 'replayed'; readonly count: number }> {
  requirePermission(deps.actor, 'create_payments')
  const refused = await withEnabled(deps, endpointId, (trx, endpoint) =>
    recordReplay(trx, deps, endpoint, range),
  )
  if (refused) return refused
  let count = 0
  for (const status of range.includeDelivered ? OF_ANY_STATUS : UNDELIVERED) {
    let after: string | undefined
    await inBatches(async (limit) => {
      const revive = { endpointId, now: deps.clock.now(), status, range, after, limit }
      const done = await withEnabled(deps, endpointId, (trx) => reviveDeliveries(trx, revive))
      // Somebody disabled it meanwhile.
      if ('kind' in done) return 0
      after = done.ids.at(-1)
      count += done.revived
      return done.ids.length
    })
  }
  return { kind: 'replayed', count }
}

/** Does the work while nobody else changes the endpoint, unless it is disabled. */
function withEnabled<Result>(
  deps: Runtime,
  endpointId: string,
  work: (trx: Trx, endpoint: WebhookEndpoint) => Promise<Result>,
): Promise<Refused | Result> {
  return inTransaction(deps.database, async (trx) => {
    const endpoint = await lockEndpoint(trx, deps, endpointId)
    if (endpoint === undefined) return { kind: 'not-found' }
    if (endpoint.disabledReason !== undefined) return { kind: 'disabled' }
    return work(trx, endpoint)
  })
}

function recordReplay(
  trx: Trx,
  deps: Runtime & Acting,
  { id, accountId }: WebhookEndpoint,
  after: AuditFacts,
): Promise<void> {
  const subject = { type: 'webhook_endpoint', id, accountId } as const
  return recordAction(trx, deps, { action: 'webhook.replayed', subject, after })
}
