import { sql, type RawBuilder } from 'kysely'
import { API_VERSIONS, type ApiVersion } from '../accounts/api-version.ts'
import type { Event } from '../events/event.ts'
import { DIGITS } from '../platform/ids.ts'
import { pack } from '../platform/pack.ts'
import type { Runtime } from '../runtime.ts'
import type { UnwantedEvents } from './unwanted-events.ts'
import { namesOf } from './webhook-endpoint.ts'

/** What writes events and their webhooks, which name the addresses of what they are about. */
export type EventWriter = Pick<Runtime, 'clock' | 'newId' | 'publicUrl'> & {
  readonly unwantedEvents: UnwantedEvents
}

/** What an event is about, in its state after the event. */
export type Subject = {
  readonly of: 'payment' | 'reconciliation'
  readonly id: string
  readonly accountId: string
  /** Of its last event. */
  readonly sequence: number
  /** What a webhook of a version of the API says about the event and the subject. */
  readonly describe: (event: Event, version: ApiVersion) => object
}

/**
 * Records which of the account's endpoints get the events, as a part of the statement that writes them, with
 * the subject as it is after them, in the shapes of the endpoint's version. A disabled endpoint gets them into its
 * log, from where they can be replayed. `versions` are those that this server knows, newest first.
 */
export function queueWebhooks(
  deps: EventWriter,
  subject: Subject,
  events: readonly Event[],
  versions: readonly ApiVersion[] = API_VERSIONS,
): RawBuilder<unknown> {
  const now = deps.clock.now()
  const lines = events.flatMap((event) =>
    versions.map((version) => ({
      id: deps.newId('whd'),
      event_id: event.id,
      sequence: event.sequence,
      type: event.type,
      wanted: namesOf(event.type),
      version,
      // Should an endpoint want it after all, the table accepts no delivery without a payload.
      packed: deps.unwantedEvents.has(subject.accountId, event.type)
        ? null
        : pack(payloadOf(event, subject, version)).toString('base64'),
    })),
  )
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
      id text, event_id text, sequence integer, type text, wanted text[], version text, packed text
    )
    -- A newer server may have pinned it to a version that this one does not know yet.
    join webhook_endpoint as endpoint on endpoint.event_types && line.wanted
      and line.version = case when endpoint.api_version = any(${versions}::text[])
        then endpoint.api_version else ${versions[0]} end
    where endpoint.account_id = ${subject.accountId} and deleted_at is null
      and exists (select from changed)
    returning type`
}

function payloadOf(event: Event, subject: Subject, version: ApiVersion): string {
  return JSON.stringify({
    type: event.type,
    timestamp: event.createdAt.toISOString(),
    api_version: version,
    data: subject.describe(event, version),
  })
}
