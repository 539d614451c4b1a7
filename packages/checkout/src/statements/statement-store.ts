import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../database/schema.ts'
import { numberOf } from '../refunds/refund.ts'
import type { EntryKind, StatementEntry, StatementSum } from './statement.ts'

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
  /** How many numbers a refund has gone out under. */
  readonly numbers: number | null
}

type Page = { readonly after?: Place | undefined; readonly limit: number }

/** Everything that moved in a range, each once; or of each kind as much of it as a page may need. */
function entries({ accountId, from, to }: Range, page?: Page): RawBuilder<Row> {
  const slice = (at: RawBuilder<unknown>, kind: RawBuilder<unknown>): RawBuilder<unknown> => {
    if (page === undefined) return sql``
    const { after, limit } = page
    // Each kind along its own index: else PostgreSQL sorts all that is left of the range for each page.
    return sql`
      ${after === undefined ? sql`` : sql`and ${at} >= ${after.at} and (${at}, id, ${kind}) > (${after.at}, ${after.id}, ${after.kind})`}
      order by ${at}, id limit ${limit}`
  }
  const provedAt = sql`coalesce(proved_at, succeeded_at)`
  return sql`
    (
      select 'paid' as kind, id, ${provedAt} as at, id as payment_id,
        succeeded_attempt_id as attempt_id, amount, currency, null as syssn,
        null::integer as numbers
      from payment
      where account_id = ${accountId} and status = 'succeeded'
        and ${provedAt} >= ${from} and ${provedAt} < ${to}
        ${slice(provedAt, sql`'paid'`)}
    )
    union all
    -- Tael starts to refund such a charge in the transaction that proves it; a person may have to do it again.
    (
      select cause, id, created_at, payment_id, attempt_id, amount, currency, null, null
      from refund
      where account_id = ${accountId} and cause <> 'merchant'
        and created_at >= ${from} and created_at < ${to}
        and not exists (
          select from refund as earlier
          where earlier.attempt_id = refund.attempt_id and earlier.payment_id = refund.payment_id
            and earlier.cause <> 'merchant' and earlier.id < refund.id
        )
        ${slice(sql`created_at`, sql`cause`)}
    )
    union all
    (
      select 'refunded', id, ended_at, payment_id, attempt_id, amount, currency, syssn, numbers
      from refund
      where account_id = ${accountId} and status = 'succeeded'
        and ended_at >= ${from} and ended_at < ${to}
        ${slice(sql`ended_at`, sql`'refunded'`)}
    )`
}

/** By kind and currency: of a day, because a month of them takes too long for one statement. */
export async function sumEntries(
  db: Db,
  range: Range,
): Promise<readonly Omit<StatementSum, 'day'>[]> {
  const { rows } = await sql<Omit<StatementSum, 'day'>>`
    select kind, currency, count(*)::int as count, sum(amount)::bigint as amount
    from (${entries(range)}) as entry group by kind, currency order by currency, kind
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
  page: Page,
): Promise<readonly StatementEntry[]> {
  const { rows } = await sql<
    Row & {
      readonly reference: string
      readonly paid_syssn: string | null
      readonly wechat_transaction: string | null
    }
  >`
    select entry.*, payment.reference, attempt.syssn as paid_syssn, attempt.wechat_transaction
    from (
      select * from (${entries(range, page)}) as entry order by at, id, kind limit ${page.limit}
    ) as entry
    join payment on payment.id = entry.payment_id
    join attempt on attempt.id = entry.attempt_id
    order by entry.at, entry.id, entry.kind
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
    outTradeNo:
      row.numbers === null ? row.attempt_id : numberOf({ id: row.id, numbers: row.numbers }),
    syssn: (row.kind === 'refunded' ? row.syssn : row.paid_syssn) ?? undefined,
    wechatTransaction: row.wechat_transaction ?? undefined,
  }))
}
