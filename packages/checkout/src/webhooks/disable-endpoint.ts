import type { Trx } from '../database/schema.ts'
import type { Runtime } from '../runtime.ts'
import { updateEndpoint } from './webhook-endpoint-store.ts'
import type { WebhookEndpoint } from './webhook-endpoint.ts'

/** Stops sending to an endpoint that the transaction has locked. */
export async function disableEndpoint(
  trx: Trx,
  deps: Pick<Runtime, 'log'>,
  endpoint: WebhookEndpoint,
  reason: string,
): Promise<void> {
  await updateEndpoint(trx, endpoint.id, { disabled_reason: reason })
  deps.log.error('webhook_endpoint.disabled', {
    endpoint: endpoint.id,
    account: endpoint.accountId,
    reason,
  })
}
