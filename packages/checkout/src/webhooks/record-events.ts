import type { Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import { insertEvents } from '../events/event-store.ts'
import type { EventDraft } from '../events/event.ts'
import type { Runtime } from '../runtime.ts'
import { queueWebhooks, type Subject } from './queue-webhooks.ts'

/**
 * Appends to the timeline of a payment or a reconciliation, and queues the webhooks. Takes the subject
 * after the events, with a sequence that already includes them.
 */
export async function recordEvents(
  trx: Transaction<Tables>,
  deps: Pick<Runtime, 'clock' | 'newId'>,
  subject: Subject,
  drafts: readonly EventDraft[],
): Promise<void> {
  const events = await insertEvents(trx, deps, subject, drafts)
  await queueWebhooks(trx, deps, subject, events)
}
