import { sql } from 'kysely'
import type { Db, Trx } from '../database/schema.ts'
import { firstIdAt } from '../platform/ids.ts'
import type { SealedColumn } from './sealed-column.ts'

export type SealedValue = {
  readonly id: string
  readonly owner: string
  /** Null if it is sealed under the newest secret, or if there is none. */
  readonly outdated: string | null
}

/** The rows behind an id, of one status if it names one. */
type Range = { readonly after: string; readonly status?: string }

/** The rows of a column that are looked at. */
export function rangesOf({ part }: SealedColumn, now: Date): readonly Range[] {
  if (part === undefined) return [{ after: '' }]
  if ('statuses' in part) return part.statuses.map((status) => ({ after: '', status }))
  const { prefix, youngerThanMs } = part
  return [{ after: firstIdAt(prefix, new Date(now.getTime() - youngerThanMs)) }]
}

/** The next ids in order: no statement takes long, however large the table is. */
export async function listSealed(
  db: Db,
  { table, column, owner }: SealedColumn,
  page: Range & { readonly mark: string; readonly before?: string; readonly limit: number },
): Promise<readonly SealedValue[]> {
  const value = sql.ref(column)
  const { after, before, status } = page
  const { rows } = await sql<SealedValue>`
    select id, ${sql.ref(owner)} as owner,
      case when starts_with(${value}, ${page.mark}) then null else ${value} end as outdated
    from ${sql.table(table)} where id > ${after}
      ${before === undefined ? sql`` : sql`and id < ${before}`}
      ${status === undefined ? sql`` : sql`and status between ${status} and ${status}`}
    order by ${status === undefined ? sql`` : sql`status,`} id limit ${page.limit}
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

/** Notifications are resealed under this mark from now on and under no other, by whichever process has time. */
export async function beginProgress(db: Db, mark: string): Promise<void> {
  // Should somebody go back to an older secret, the walk under this one begins again.
  await db.deleteFrom('resealing').where('mark', '<>', mark).execute()
  await db
    .insertInto('resealing')
    .values({ mark, notification_until: '' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The last notification that is resealed, or was found so; undefined if nobody has begun. */
export async function findProgress(db: Db, mark: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('resealing')
    .select('notification_until')
    .where('mark', '=', mark)
    .executeTakeFirst()
  return row?.notification_until
}

/** The same, for the process that continues from there; undefined also while another one does. */
export async function lockProgress(trx: Trx, mark: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('resealing')
    .select('notification_until')
    .where('mark', '=', mark)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row?.notification_until
}

export async function writeProgress(trx: Trx, mark: string, until: string): Promise<void> {
  await trx
    .updateTable('resealing')
    .set({ notification_until: until })
    .where('mark', '=', mark)
    .execute()
}

/** Among the first notifications behind an id. */
export async function countOutdatedNotifications(
  db: Db,
  mark: string,
  look: { readonly after: string; readonly most: number },
): Promise<{ readonly outdated: number; readonly isAll: boolean }> {
  const { rows } = await sql<{ outdated: number; looked: number }>`
    select count(*) filter (where not starts_with(body_sealed, ${mark})) as outdated,
      count(*) as looked
    from (
      select body_sealed from notification where id > ${look.after} order by id limit ${look.most}
    ) as next
  `.execute(db)
  const [{ outdated, looked } = { outdated: 0, looked: 0 }] = rows
  return { outdated, isAll: looked < look.most }
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
