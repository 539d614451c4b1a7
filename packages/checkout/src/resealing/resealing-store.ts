import { sql } from 'kysely'
import type { Db } from '../database/schema.ts'
import type { SealedColumn } from './sealed-column.ts'

export type SealedValue = {
  readonly id: string
  readonly owner: string
  /** Null if it is sealed under the newest secret, or if there is none. */
  readonly outdated: string | null
}

/** The next ids in order: no statement takes long, however large the table is. */
export async function listSealed(
  db: Db,
  { table, column, owner }: SealedColumn,
  page: { readonly mark: string; readonly after: string; readonly limit: number },
): Promise<readonly SealedValue[]> {
  const value = sql.ref(column)
  const { rows } = await sql<SealedValue>`
    select id, ${sql.ref(owner)} as owner,
      case when starts_with(${value}, ${page.mark}) then null else ${value} end as outdated
    from ${sql.table(table)} where id > ${page.after} order by id limit ${page.limit}
  `.execute(db)
  return rows
}

export type Resealed = { readonly id: string; readonly before: string; readonly after: string }

/** Skips rows that are locked or have changed meanwhile. Returns how many it wrote. */
export async function writeResealed(
  db: Db,
  { table, column }: SealedColumn,
  values: readonly Resealed[],
): Promise<number> {
  const ids = values.map(({ id }) => id)
  const befores = values.map(({ before }) => before)
  const afters = values.map(({ after }) => after)
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} as kept set ${sql.ref(column)} = resealed.after
    from unnest(${ids}::text[], ${befores}::text[], ${afters}::text[])
      as resealed (id, before, after)
    where kept.id = resealed.id and kept.${sql.ref(column)} = resealed.before
      and kept.id in (
        select id from ${sql.table(table)} where id = any(${ids}::text[])
        for no key update skip locked
      )
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Keys that still work and that only an older secret finds. */
export async function countOutdatedKeys(db: Db, mark: string, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from api_key
    where not starts_with(key_hash, ${mark}) and revoked_at is null
      and (expires_at is null or expires_at > ${now})
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** Orders that a payer may come back to, and whose payer only an older secret recognizes. Not those of a payment in review, which accepts no payer. */
export async function countOutdatedPayers(
  db: Db,
  mark: string,
  openedSince: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from attempt
    where status = 'launched' and enquire_at is not null and opened_at > ${openedSince}
      and not (starts_with(browser_hash, ${mark})
        and not exists (
          select from unnest(earlier_browser_hashes) as hash where not starts_with(hash, ${mark}))
        and (openid_hash is null or starts_with(openid_hash, ${mark})))
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** Among the oldest Idempotency-Keys, those whose repeat only an older secret distinguishes from another request. */
export async function countOutdatedRequests(db: Db, mark: string, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from (select fingerprint from idempotency_key order by created_at limit ${most}) as oldest
    where not starts_with(fingerprint, ${mark})
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** One value for each secret that has sealed one; a mark names the secret. */
export async function findOnePerSecret(
  db: Db,
  { table, column, owner }: SealedColumn,
): Promise<readonly { readonly id: string; readonly owner: string; readonly value: string }[]> {
  const value = sql.ref(column)
  const { rows } = await sql<{ id: string; owner: string; value: string }>`
    select distinct on (split_part(${value}, '.', 2)) id, ${sql.ref(owner)} as owner, ${value} as value
    from ${sql.table(table)} where ${value} is not null
    order by split_part(${value}, '.', 2), id
  `.execute(db)
  return rows
}
