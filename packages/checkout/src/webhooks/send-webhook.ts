import { Webhook } from 'standardwebhooks'
import { within } from '../platform/within.ts'
import type { TryAnswer, WebhookDelivery } from './webhook-delivery.ts'
import { signingSecrets, type WebhookEndpoint } from './webhook-endpoint.ts'
import { KEPT_BYTES, type WebhookRuntime } from './webhook-network.ts'

export const ANSWER_WITHIN_MS = 15_000

/**
 * Sends one delivery, once, as the Standard Webhooks specification says. Never throws: every result is
 * an answer. Waits for at most 15 s and reads at most the first KB.
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
        body: await beginningOf(response, signal),
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

/** Only the status counts, so a body that breaks off or never ends changes nothing. */
async function beginningOf(response: Response, signal: AbortSignal): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = response.body
  if (body === null) return ''
  const reader = body.getReader()
  const stop = (): void => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  const bytes = Buffer.alloc(KEPT_BYTES)
  let length = 0
  try {
    while (length < KEPT_BYTES) {
      const { done, value } = await reader.read()
      if (done) break
      bytes.set(value.subarray(0, KEPT_BYTES - length), length)
      length = Math.min(length + value.length, KEPT_BYTES)
    }
  } catch {
    // The part that has arrived is worth keeping.
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
  // PostgreSQL holds no NUL in a text.
  return bytes.toString('utf8', 0, length).replaceAll('\u0000', '\uFFFD')
}

/** fetch only says that it failed; the cause says why. */
function reasonOf(error: unknown): string {
  const innermost = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason = innermost instanceof Error ? innermost.message : String(innermost)
  return `The endpoint could not be reached: ${reason}`.slice(0, 300)
}
