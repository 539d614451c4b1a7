import type { Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import type { Event } from '../events/event.ts'
import type { Runtime } from '../runtime.ts'
import { insertDeliveries } from './webhook-delivery-store.ts'
import type { Listener } from './webhook-endpoint-store.ts'
import { wantsEvent } from './webhook-endpoint.ts'

/** What an event is about, in its state after the event. */
export type Subject = {
  readonly of: 'payment' | 'reconciliation'
  readonly id: string
  readonly accountId: string
  /** Of its last event. */
  readonly sequence: number
  /** What a webhook says about the event and the subject. */
  readonly describe: (event: Event) => object
}

/**
 * Records which of the account's endpoints get the events, in the transaction that writes the events,
 * with the subject as it is after them. A disabled endpoint gets them into its log, from where they can
 * be replayed.
 */
export async function queueWebhooks(
  trx: Transaction<Tables>,
  deps: Pick<Runtime, 'clock' | 'newId'>,
  {
    subject,
    events,
    listeners,
  }: {
    readonly subject: Subject
    readonly events: readonly Event[]
    /** Of the account's endpoints. */
    readonly listeners: readonly Listener[]
  },
): Promise<void> {
  const now = deps.clock.now()
  await insertDeliveries(
    trx,
    events.flatMap((event) =>
      listeners
        .filter(({ eventTypes }) => wantsEvent(eventTypes, event.type))
        .map(({ id, isEnabled }) => ({
          id: deps.newId('whd'),
          endpoint_id: id,
          payment_id: subject.of === 'payment' ? subject.id : null,
          reconciliation_id: subject.of === 'reconciliation' ? subject.id : null,
          event_id: event.id,
          sequence: event.sequence,
          type: event.type,
          payload: payloadOf(event, subject),
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

function payloadOf(event: Event, subject: Subject): string {
  return JSON.stringify({
    type: event.type,
    timestamp: event.createdAt.toISOString(),
    data: subject.describe(event),
  })
}
