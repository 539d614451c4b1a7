import type { Actor } from '../audit/actor.ts'
import { DAY_MS } from '../platform/durations.ts'
import type { Refund } from './refund.ts'

/** How long a refund waits for a second person. Its amount is reserved meanwhile. */
const APPROVAL_MS = 7 * DAY_MS

/**
 * Whether a refund needs a second person: with what the charge's other refunds have taken or reserved it
 * exceeds the threshold, so nobody goes around it in parts.
 */
export function needsApproval(
  threshold: number | undefined,
  { amount, reserved }: { readonly amount: number; readonly reserved: number },
): boolean {
  return threshold !== undefined && reserved + amount > threshold
}

/** When a refund fails that nobody has approved. */
export function approvalEnd({ createdAt }: Pick<Refund, 'createdAt'>): Date {
  return new Date(createdAt.getTime() + APPROVAL_MS)
}

/**
 * Why an actor is not the second person for a refund; undefined if they are. A command has the rights of the
 * server and is no person, so it can stop a refund but not approve one.
 */
export function whyNotSecond(
  actor: Pick<Actor, 'kind'> & { readonly id?: string },
  { requestedBy }: Pick<Refund, 'requestedBy'>,
): 'not-a-person' | 'same-person' | undefined {
  if (actor.kind !== 'operator') return 'not-a-person'
  const isSame = requestedBy?.kind === 'operator' && requestedBy.id === actor.id
  return isSame ? 'same-person' : undefined
}
