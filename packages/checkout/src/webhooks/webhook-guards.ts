import { ApiError } from '../http/error.ts'
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
