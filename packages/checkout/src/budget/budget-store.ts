import { sql } from 'kysely'
import type { Db } from '../database/schema.ts'

/** Whose requests count: QFPay limits a merchant, whatever accounts Tael has for it. */
export type Merchant = { readonly host: string; readonly appCode: string }

/** Asks for permits: `wanted` within `burst`, and `spare` more within `spareBurst`. */
export type LeaseRequest = {
  readonly nowMs: number
  readonly spacingMs: number
  readonly wanted: number
  readonly burst: number
  readonly spare: number
  readonly spareBurst: number
  /** No honest clock is further ahead than this. */
  readonly furthestMs: number
}

export type LeasedPermits = { readonly granted: number; readonly freeAtMs: number }

/**
 * Takes the available permits, in one statement on one row; it may grant none. It is the generic cell
 * rate algorithm (GCRA): `free_at_ms` is what GCRA calls the theoretical arrival time, the instant at
 * which the account would be idle again, and `burst * spacing` its tolerance.
 */
export async function leasePermits(
  db: Db,
  { host, appCode }: Merchant,
  request: LeaseRequest,
): Promise<LeasedPermits> {
  const { nowMs, spacingMs, wanted, burst, spare, spareBurst, furthestMs } = request
  const atFirst = Math.max(Math.min(wanted, burst), Math.min(wanted + spare, spareBurst))
  const now = sql`${nowMs}::bigint`
  const spacing = sql`${spacingMs}::bigint`
  // A clock that ran ahead and was set back must not stop the account for that long.
  const free = sql`least(greatest(budget.free_at_ms, ${now}), ${nowMs + furthestMs}::bigint)`
  const fits = (room: number) => sql`(${nowMs + room * spacingMs}::bigint - ${free}) / ${spacing}`
  const granted = sql`greatest(0,
    least(${wanted}::bigint, ${fits(burst)}),
    least(${wanted + spare}::bigint, ${fits(spareBurst)}))`
  const { rows } = await sql<{ granted: number; free_at_ms: number }>`
    insert into budget (host, app_code, free_at_ms, granted)
    values (${host}, ${appCode}, ${nowMs + atFirst * spacingMs}::bigint, ${atFirst}::integer)
    on conflict (host, app_code) do update set
      free_at_ms = ${free} + ${granted} * ${spacing},
      granted = ${granted}
    returning granted, free_at_ms
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error(`The budget of ${appCode} vanished`)
  return { granted: row.granted, freeAtMs: row.free_at_ms }
}

/** When each merchant would be idle again, in milliseconds; 0 for one that has sent nothing yet. */
export async function findFreeAt(db: Db): Promise<(merchant: Merchant) => number> {
  const rows = await db.selectFrom('budget').select(['host', 'app_code', 'free_at_ms']).execute()
  const known = new Map(rows.map((row) => [`${row.host} ${row.app_code}`, row.free_at_ms]))
  return ({ host, appCode }) => known.get(`${host} ${appCode}`) ?? 0
}
