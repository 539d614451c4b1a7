import type { Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import type { Deps } from '../deps.ts'
import { queueWebhooks, type Told } from '../webhooks/queue-webhooks.ts'
import { insertEvents } from './event-store.ts'
import type { EventDraft } from './event.ts'

/**
 * Appends to the time line of a payment or a reconciliation, and to what its merchant is to be told.
 * Takes it as it is after the events, which a payment's sequence counts in already.
 */
export async function recordEvents(
  trx: Transaction<Tables>,
  deps: Pick<Deps, 'clock' | 'newId' | 'publicUrl'>,
  told: Told,
  drafts: readonly EventDraft[],
): Promise<void> {
  const subject =
    'payment' in told
      ? { of: 'payment' as const, ...told.payment }
      : { of: 'reconciliation' as const, ...told.reconciliation, sequence: drafts.length }
  const events = await insertEvents(trx, deps, subject, drafts)
  await queueWebhooks(trx, deps, told, events)
}
