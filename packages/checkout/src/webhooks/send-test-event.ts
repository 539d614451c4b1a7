import { NEWEST_VERSION, parseVersion } from '../accounts/api-version.ts'
import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import { sendWebhook } from './send-webhook.ts'
import type { TryAnswer } from './webhook-delivery.ts'
import { lockEndpoint } from './webhook-endpoint-store.ts'
import type { WebhookRuntime } from './webhook-network.ts'

export type TestEvent = {
  /** Also its `webhook-id`. */
  readonly eventId: string
  /** The body as it was sent. */
  readonly payload: string
  readonly answer: TryAnswer
  readonly durationMs: number
}

/**
 * Sends an endpoint, enabled or not, an event of the type `webhook.test`, once, and waits for the answer, at
 * most 15 s. Nothing but the audit log keeps it. Undefined if there is no such endpoint.
 */
export async function sendTestEvent(
  deps: WebhookRuntime & Acting,
  id: string,
): Promise<TestEvent | undefined> {
  requirePermission(deps.actor, 'create_payments')
  const eventId = deps.newId('evt')
  const endpoint = await inTransaction(deps.database, async (trx) => {
    const found = await lockEndpoint(trx, deps, id)
    if (found === undefined) return undefined
    await recordAction(trx, deps, {
      action: 'webhook.tested',
      subject: { type: 'webhook_endpoint', id, accountId: found.accountId },
      after: { event: eventId },
    })
    return found
  })
  if (endpoint === undefined) return undefined
  const startedAt = deps.clock.now()
  const type = 'webhook.test'
  const payload = JSON.stringify({
    type,
    timestamp: startedAt.toISOString(),
    api_version: parseVersion(endpoint.apiVersion) ?? NEWEST_VERSION,
    data: {
      event: {
        id: eventId,
        object: 'event',
        type,
        sequence: 0,
        created_at: startedAt.toISOString(),
        data: {},
      },
    },
  })
  const answer = await sendWebhook(deps, endpoint, { eventId, payload })
  return { eventId, payload, answer, durationMs: deps.clock.now().getTime() - startedAt.getTime() }
}
