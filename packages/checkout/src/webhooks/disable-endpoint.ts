import type { Trx } from '../database/schema.ts'
import type { Runtime } from '../runtime.ts'
import { giveUpPending } from './webhook-delivery-store.ts'
import { updateEndpoint } from './webhook-endpoint-store.ts'
import type { WebhookEndpoint } from './webhook-endpoint.ts'

/** Stops sending to an endpoint that the transaction has locked, and gives up the deliveries that wait for it. */
export async function disableEndpoint(
  trx: Trx,
  deps: Pick<Runtime, 'clock' | 'log'>,
  endpoint: WebhookEndpoint,
  reason: string,
): Promise<void> {
  await updateEndpoint(trx, endpoint.id, { disabled_reason: reason })
  await giveUpPending(trx, endpoint.id, {
    failure: 'The endpoint was disabled',
    now: deps.clock.now(),
  })
  deps.log.error('webhook_endpoint.disabled', {
    endpoint: endpoint.id,
    account: endpoint.accountId,
    reason,
  })
}
