import { Webhook } from 'standardwebhooks'
import { storable } from '../platform/storable.ts'
import { within } from '../platform/within.ts'
import type { TryAnswer, WebhookDelivery } from './webhook-delivery.ts'
import { signingSecrets, type WebhookEndpoint } from './webhook-endpoint.ts'
import type { WebhookRuntime } from './webhook-network.ts'

export const ANSWER_WITHIN_MS = 15_000

/**
 * Sends one delivery, once, as the Standard Webhooks specification says. Never throws: every result is
 * an answer. Waits for at most 15 s.
 */
export async function sendWebhook(
  deps: Pick<WebhookRuntime, 'clock' | 'webhooks'>,
  endpoint: WebhookEndpoint,
  delivery: Pick<WebhookDelivery, 'eventId' | 'payload'>,
): Promise<TryAnswer> {
  const reason = 'The endpoint did not answer within 15 s'
  return within({ clock: deps.clock, ms: ANSWER_WITHIN_MS, reason }, async (signal) => {
    try {
      const response = await deps.webhooks.fetch(endpoint.url, {
        method: 'POST',
        headers: headersOf(deps.clock.now(), endpoint, delivery),
        body: delivery.payload,
        redirect: 'manual',
        signal,
      })
      return {
        kind: 'answered',
        status: response.status,
        body: storable(await response.text()),
        retryAfter: response.headers.get('retry-after') ?? undefined,
      }
    } catch (error) {
      return { kind: 'unanswered', reason: reasonOf(signal.aborted ? signal.reason : error) }
    }
  })
}

function headersOf(
  now: Date,
  endpoint: WebhookEndpoint,
  { eventId, payload }: Pick<WebhookDelivery, 'eventId' | 'payload'>,
): Record<string, string> {
  const signatures = signingSecrets(endpoint.secrets, now).map((secret) =>
    new Webhook(secret).sign(eventId, now, payload),
  )
  return {
    ...endpoint.headers,
    'content-type': 'application/json',
    'user-agent': 'Tael-Webhooks',
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}

/** fetch only says that it failed; the cause says why. */
function reasonOf(error: unknown): string {
  const innermost = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason = innermost instanceof Error ? innermost.message : String(innermost)
  return `The endpoint could not be reached: ${reason}`.slice(0, 300)
}
