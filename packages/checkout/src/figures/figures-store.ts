import { sql } from 'kysely'
import type { Db } from '../database/schema.ts'
import { HOUR_MS } from '../platform/durations.ts'
import { firstIdAt } from '../platform/ids.ts'
import type { DayFigures } from './day-figures.ts'

type Row = {
  readonly currency: string
  /** Null in the row of the whole range. */
  readonly hour: number | null
  readonly created: number
  readonly opened: number
  readonly authorized: number
  readonly ordered: number
  readonly paid: number
  readonly volume: number
  readonly median: number | null
  readonly p95: number | null
}

/** Of payments created in a range of at most a day: one walk along their ids, and one along those of their attempts. */
export async function countRange(
  db: Db,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly DayFigures[]> {
  const [first, end] = [firstIdAt('pay', from), firstIdAt('pay', to)]
  const { rows } = await sql<Row>`
    select currency, hour,
      count(*)::int as created,
      count(*) filter (where authorized or opened_at is not null)::int as opened,
      count(*) filter (where authorized)::int as authorized,
      count(*) filter (where ordered)::int as ordered,
      count(*) filter (where status = 'succeeded')::int as paid,
      coalesce(sum(amount) filter (where status = 'succeeded'), 0)::bigint as volume,
      percentile_cont(0.5) within group (order by seconds) as median,
      percentile_cont(0.95) within group (order by seconds) as p95
    from (
      select currency, status, amount, opened_at,
        floor(extract(epoch from created_at - ${from}::timestamptz) / 3600)::int as hour,
        extract(epoch from succeeded_at - created_at)::float8 as seconds,
        tried.payment_id is not null as authorized,
        coalesce(tried.ordered, false) as ordered
      from payment left join (
        select payment_id,
          bool_or(syssn is not null or status in ('launched', 'succeeded')) as ordered
        from attempt where payment_id >= ${first} and payment_id < ${end}
        group by payment_id
      ) as tried on tried.payment_id = payment.id
      where payment.id >= ${first} and payment.id < ${end}
    ) as begun
    group by grouping sets ((currency), (currency, hour))
  `.execute(db)
  const hours = Math.ceil((to.getTime() - from.getTime()) / HOUR_MS)
  return rows
    .filter(({ hour }) => hour === null)
    .map(({ currency, median, p95, created, opened, authorized, ordered, paid, volume }) => {
      const hourly = rows.filter((row) => row.currency === currency && row.hour !== null)
      const volumes = new Map(hourly.map((row) => [row.hour, row.volume]))
      return {
        currency,
        created,
        opened,
        authorized,
        ordered,
        paid,
        volume,
        medianSeconds: median ?? undefined,
        p95Seconds: p95 ?? undefined,
        hours: Array.from({ length: hours }, (_, hour) => volumes.get(hour) ?? 0),
      }
    })
}
