import { ApiError } from '../http/error.ts'
import type { WebhookEndpoint } from './webhook-endpoint.ts'
import type { WebhookNetwork } from './webhook-network.ts'
import { targetProblem } from './webhook-target.ts'

/** Refuses an address to which no webhook may go. */
export function refuseTarget(
  { webhooks }: { readonly webhooks: WebhookNetwork },
  url: string,
): void {
  const problem = targetProblem(url, webhooks)
  if (problem !== undefined) throw new ApiError('invalid_parameter', `"url": ${problem}`, 'url')
}

/** Refuses to send an endpoint's sealed headers to another server, where somebody who may not read them could read them. */
export function refuseMovedHeaders(
  before: Pick<WebhookEndpoint, 'url' | 'headers'>,
  { url, headers }: { readonly url?: string | undefined; readonly headers?: object | undefined },
): void {
  if (url === undefined || headers !== undefined || Object.keys(before.headers).length === 0) return
  if (new URL(url).origin === new URL(before.url).origin) return
  throw new ApiError(
    'invalid_parameter',
    '"headers": give them again, or none, because "url" now leads to another server, which would read them',
    'headers',
  )
}
