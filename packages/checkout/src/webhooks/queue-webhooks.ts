import type { Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import type { Deps } from '../deps.ts'
import type { Event } from '../events/event.ts'
import { eventResource, paymentResource } from '../payments/payment-resource.ts'
import type { Payment } from '../payments/payment.ts'
import {
  reconciliationEventResource,
  reconciliationResource,
} from '../reconciliation/reconciliation-resource.ts'
import type { Reconciliation } from '../reconciliation/reconciliation.ts'
import { insertDeliveries } from './webhook-delivery-store.ts'
import { findListeners } from './webhook-endpoint-store.ts'
import { wantsEvent } from './webhook-endpoint.ts'

/** What an event tells of, as it is after it. */
export type Told = { readonly payment: Payment } | { readonly reconciliation: Reconciliation }

/**
 * Writes down whom of the account's endpoints the events are to be told to, in the transaction that
 * writes the events; what they tell of goes along as it is after them. An endpoint that is disabled gets
 * them into its log, from where they can be replayed.
 */
export async function queueWebhooks(
  trx: Transaction<Tables>,
  deps: Pick<Deps, 'clock' | 'newId' | 'publicUrl'>,
  told: Told,
  events: readonly Event[],
): Promise<void> {
  if (events.length === 0) return
  const { accountId } = 'payment' in told ? told.payment : told.reconciliation
  const listeners = await findListeners(trx, accountId)
  const now = deps.clock.now()
  await insertDeliveries(
    trx,
    events.flatMap((event) =>
      listeners
        .filter(({ eventTypes }) => wantsEvent(eventTypes, event.type))
        .map(({ id, isEnabled }) => ({
          id: deps.newId('whd'),
          endpoint_id: id,
          payment_id: 'payment' in told ? told.payment.id : null,
          reconciliation_id: 'payment' in told ? null : told.reconciliation.id,
          event_id: event.id,
          sequence: event.sequence,
          type: event.type,
          payload: payloadOf(event, told, deps.publicUrl),
          tries: 0,
          created_at: now,
          ...(isEnabled
            ? { status: 'pending' as const, next_try_at: now, failure: null }
            : {
                status: 'failed' as const,
                next_try_at: null,
                failure: 'The endpoint was disabled',
              }),
        })),
    ),
  )
}

function payloadOf(event: Event, told: Told, publicUrl: string): string {
  return JSON.stringify({
    type: event.type,
    timestamp: event.createdAt.toISOString(),
    data:
      'payment' in told
        ? { event: eventResource(event), payment: paymentResource(told.payment, publicUrl) }
        : {
            event: reconciliationEventResource(event),
            reconciliation: reconciliationResource(told.reconciliation),
          },
  })
}
