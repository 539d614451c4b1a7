import type { Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import type { Deps } from '../deps.ts'
import type { Payment } from '../payments/payment.ts'
import { queueWebhooks } from '../webhooks/queue-webhooks.ts'
import { insertEvents } from './event-store.ts'
import type { EventDraft } from './event.ts'

/**
 * Appends to a payment's time line, and to what its merchant is to be told. Takes the payment as it
 * is after the events, which its sequence counts in already.
 */
export async function recordEvents(
  trx: Transaction<Tables>,
  deps: Pick<Deps, 'clock' | 'newId' | 'publicUrl'>,
  payment: Payment,
  drafts: readonly EventDraft[],
): Promise<void> {
  const events = await insertEvents(trx, deps, payment, drafts)
  await queueWebhooks(trx, deps, payment, events)
}
