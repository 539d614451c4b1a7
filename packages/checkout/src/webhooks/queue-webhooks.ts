import { sql, type RawBuilder } from 'kysely'
import type { Event } from '../events/event.ts'
import { DIGITS } from '../platform/ids.ts'
import { pack } from '../platform/pack.ts'
import type { Runtime } from '../runtime.ts'
import { namesOf } from './webhook-endpoint.ts'

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
 * Records which of the account's endpoints get the events, as a part of the statement that writes them, with
 * the subject as it is after them. A disabled endpoint gets them into its log, from where they can be
 * replayed.
 */
export function queueWebhooks(
  deps: Pick<Runtime, 'clock' | 'newId'>,
  subject: Subject,
  events: readonly Event[],
): RawBuilder<unknown> {
  const now = deps.clock.now()
  const lines = events.map((event) => ({
    id: deps.newId('whd'),
    event_id: event.id,
    sequence: event.sequence,
    type: event.type,
    wanted: namesOf(event.type),
    packed: pack(payloadOf(event, subject)).toString('base64'),
  }))
  // The last digit of an id tells the endpoints apart: how many there are, the database finds.
  return sql`
    insert into webhook_delivery
      (id, endpoint_id, payment_id, reconciliation_id, event_id, sequence, type, packed,
      tries, created_at, status, next_try_at, failure)
    select
      left(line.id, -1) || substr(${DIGITS},
        (row_number() over (partition by line.id order by endpoint.id))::integer, 1),
      endpoint.id,
      ${subject.of === 'payment' ? subject.id : null}::text,
      ${subject.of === 'reconciliation' ? subject.id : null}::text,
      line.event_id, line.sequence, line.type, decode(line.packed, 'base64'), 0, ${now}::timestamptz,
      case when disabled_reason is null then 'pending' else 'failed' end,
      case when disabled_reason is null then ${now}::timestamptz end,
      case when disabled_reason is not null then 'The endpoint was disabled' end
    from json_to_recordset(${JSON.stringify(lines)}::json) as line (
      id text, event_id text, sequence integer, type text, wanted text[], packed text
    )
    join webhook_endpoint as endpoint on endpoint.event_types && line.wanted
    where endpoint.account_id = ${subject.accountId} and deleted_at is null
      and exists (select from changed)`
}

function payloadOf(event: Event, subject: Subject): string {
  return JSON.stringify({
    type: event.type,
    timestamp: event.createdAt.toISOString(),
    data: subject.describe(event),
  })
}
