import { sql } from 'kysely'
import type { Db } from '../database/schema.ts'
import { namesOf } from '../webhooks/webhook-endpoint.ts'
import type { StoredNotification } from './notification-store.ts'

/** A notification about a payment, and what follows from it. */
export type OrderNotification = StoredNotification & {
  /** When the enquiry that has to prove it is due at the latest. */
  readonly enquireAt: Date
  readonly event: { readonly id: string; readonly data: Readonly<Record<string, unknown>> }
}

/** Whether a notification is the first of its kind; and, as JSON, the attempt to ask about: none after a repeat. */
export type Kept = { readonly isFirst: boolean; readonly attempt: object | null }

export const NOTIFICATION_RECEIVED = 'notification.received'

/**
 * Stores notifications about open orders of their own accounts, writes them into the timelines, and makes their
 * enquiries due, in one statement. It does not store a notification that needs more than this, and answers
 * undefined: one that webhooks have to report, one that is not about an open order, or a second one about a payment.
 *
 * It locks in the order of all others: the payment, and then its attempt. Moves an enquiry of the schedule that is due
 * sooner, too: the one that starts now takes its place.
 */
export async function keepOfOpenOrders(
  db: Db,
  notifications: readonly OrderNotification[],
): Promise<readonly (Kept | undefined)[]> {
  const lines = notifications.map((one) => ({
    id: one.id,
    account_id: one.accountId,
    digest: one.digest,
    out_trade_no: one.outTradeNo,
    notify_type: one.notifyType,
    body_sealed: one.bodySealed,
    received_at: one.receivedAt,
    enquire_at: one.enquireAt,
    event_id: one.event.id,
    data: one.event.data,
  }))
  const { rows } = await sql<Kept & { id: string }>`
    with line as (
      select distinct on (open.payment_id) line.*, open.payment_id
      from json_to_recordset(${JSON.stringify(lines)}::json) as line (
        id text, account_id text, digest text, out_trade_no text, notify_type text,
        body_sealed text, received_at timestamptz, enquire_at timestamptz, event_id text, data jsonb
      )
      -- One by one, by their numbers: PostgreSQL expects a hundred lines, and would read the whole table for them.
      cross join lateral (
        select payment_id from attempt
        where id = line.out_trade_no and account_id = line.account_id and status <> 'succeeded'
        limit 1
      ) as open
      where not exists (
        select from webhook_endpoint as endpoint
        where endpoint.account_id = line.account_id and deleted_at is null
          and event_types && ${namesOf(NOTIFICATION_RECEIVED)}::text[]
      )
    ),
    kept as (
      insert into notification
        (id, account_id, digest, out_trade_no, notify_type, body_sealed, deliveries, received_at)
      select id, account_id, digest, out_trade_no, notify_type, body_sealed, 1, received_at
      from line
      on conflict (account_id, digest) do update set deliveries = notification.deliveries + 1
      returning account_id, digest, deliveries = 1 as is_first
    ),
    told as (
      update payment set sequence = payment.sequence + 1
      from line join kept using (account_id, digest)
      where payment.id = line.payment_id and is_first
      returning payment.id, payment.sequence
    ),
    recorded as (
      insert into event (id, account_id, payment_id, sequence, type, data, created_at)
      select event_id, account_id, payment_id, told.sequence, ${NOTIFICATION_RECEIVED}, data, received_at
      from line join told on told.id = line.payment_id
    ),
    due as (
      update attempt set enquire_at = line.enquire_at, notified_at = line.received_at
      from line join told on told.id = line.payment_id
      where attempt.id = line.out_trade_no and attempt.status <> 'succeeded'
      returning attempt.*
    )
    select line.id, is_first as "isFirst", to_json(due) as attempt
    from kept join line using (account_id, digest) left join due on due.id = line.out_trade_no
  `.execute(db)
  const kept = new Map(rows.map((row) => [row.id, row]))
  return notifications.map(({ id }) => kept.get(id))
}
