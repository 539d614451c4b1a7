import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../database/schema.ts'
import type { EntryKind, Period, StatementEntry, StatementSum } from './statement.ts'

type Range = { readonly accountId: string; readonly from: Date; readonly to: Date }

type Row = {
  readonly kind: EntryKind
  readonly id: string
  readonly at: Date
  readonly payment_id: string
  readonly attempt_id: string
  readonly amount: number
  readonly currency: string
  readonly syssn: string | null
}

/** Everything that moved in a range, each once. */
function entries({ accountId, from, to }: Range): RawBuilder<Row> {
  return sql`
    select 'paid' as kind, id, coalesce(proved_at, succeeded_at) as at, id as payment_id,
      succeeded_attempt_id as attempt_id, amount, currency, null as syssn
    from payment
    where account_id = ${accountId} and status = 'succeeded'
      and coalesce(proved_at, succeeded_at) >= ${from}
      and coalesce(proved_at, succeeded_at) < ${to}
    union all
    -- Tael starts to refund such a charge in the transaction that proves it; a person may have to do it again.
    select cause, id, created_at, payment_id, attempt_id, amount, currency, null
    from refund
    where account_id = ${accountId} and cause <> 'merchant'
      and created_at >= ${from} and created_at < ${to}
      and not exists (
        select from refund as earlier
        where earlier.attempt_id = refund.attempt_id and earlier.payment_id = refund.payment_id
          and earlier.cause <> 'merchant' and earlier.id < refund.id
      )
    union all
    select 'refunded', id, ended_at, payment_id, attempt_id, amount, currency, syssn
    from refund
    where account_id = ${accountId} and status = 'succeeded'
      and ended_at >= ${from} and ended_at < ${to}`
}

/** By kind, currency and day. */
export async function sumEntries(
  db: Db,
  { days, ...range }: Range & Pick<Period, 'days'>,
): Promise<readonly StatementSum[]> {
  const names = days.map(({ day }) => day)
  const starts = days.map(({ from }) => from.toISOString())
  const { rows } = await sql<StatementSum>`
    select kind, currency, count(*)::int as count, sum(amount)::bigint as amount,
      (${names}::text[])[width_bucket(at, ${starts}::text[]::timestamptz[])] as day
    from (${entries(range)}) as entry group by kind, currency, day order by day, currency, kind
  `.execute(db)
  return rows
}

/** Its place in the order of a statement. */
export type Place = Pick<StatementEntry, 'at' | 'id' | 'kind'>

export async function findPlace(
  db: Db,
  range: Range,
  { id, kind }: Omit<Place, 'at'>,
): Promise<Place | undefined> {
  const { rows } = await sql<Place>`
    select at, id, kind from (${entries(range)}) as entry where id = ${id} and kind = ${kind}
  `.execute(db)
  return rows[0]
}

/** Oldest first; `after` is the place of the last entry of the page before. */
export async function listEntries(
  db: Db,
  range: Range,
  page: { readonly after?: Place | undefined; readonly limit: number },
): Promise<readonly StatementEntry[]> {
  const { after, limit } = page
  const { rows } = await sql<
    Row & {
      readonly reference: string
      readonly paid_syssn: string | null
      readonly wechat_transaction: string | null
    }
  >`
    select entry.*, payment.reference, attempt.syssn as paid_syssn, attempt.wechat_transaction
    from (${entries(range)}) as entry
    join payment on payment.id = entry.payment_id
    join attempt on attempt.id = entry.attempt_id
    where ${after === undefined ? sql`true` : sql`(entry.at, entry.id, entry.kind) > (${after.at}, ${after.id}, ${after.kind})`}
    order by entry.at, entry.id, entry.kind limit ${limit}
  `.execute(db)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    at: row.at,
    paymentId: row.payment_id,
    reference: row.reference,
    attemptId: row.attempt_id,
    amount: row.amount,
    currency: row.currency,
    syssn: (row.kind === 'refunded' ? row.syssn : row.paid_syssn) ?? undefined,
    wechatTransaction: row.wechat_transaction ?? undefined,
  }))
}
