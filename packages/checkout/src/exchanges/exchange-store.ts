import { sql, type Selectable } from 'kysely'
import type { Db, Tables } from '../database/schema.ts'
import { pack, unpack } from '../platform/pack.ts'
import type { Exchange, ExchangeFacts } from './exchange.ts'

/**
 * Writes any number of lines, new or grown, in one statement. Writing a line twice does no
 * harm. Nobody else writes the same lines, so it looks for them itself: `on conflict` would log each row twice.
 */
export async function writeExchanges(db: Db, exchanges: readonly Exchange[]): Promise<void> {
  const lines = exchanges.map(({ about, id, kind, sentAt, lastAt, times, facts }) => {
    const packed = pack(JSON.stringify(facts)).toString('base64')
    return { about, id, kind, sent_at: sentAt, last_at: lastAt, times, packed }
  })
  await sql`
    with line as (
      select * from json_to_recordset(${JSON.stringify(lines)}::json) as line (
        about text, id text, kind text, sent_at timestamptz, last_at timestamptz, times integer,
        packed text
      )
    ),
    grown as (
      update exchange
      set last_at = line.last_at, times = line.times, packed = decode(line.packed, 'base64')
      from line where exchange.about = line.about and exchange.id = line.id
      returning exchange.id
    )
    insert into exchange (about, id, kind, sent_at, last_at, times, facts, packed)
    select about, id, kind, sent_at, last_at, times, '{}', decode(packed, 'base64') from line
    where id not in (select id from grown)
  `.execute(db)
}

/** Oldest first; `after` is an exchange's id. */
export async function listExchanges(
  db: Db,
  about: readonly string[],
  page: { readonly after: string; readonly limit: number },
): Promise<readonly Exchange[]> {
  const rows = await db
    .selectFrom('exchange')
    .selectAll()
    .where('about', '=', sql<string>`any(${about}::text[])`)
    .where('id', '>', page.after)
    .orderBy('id')
    .limit(page.limit)
    .execute()
  return rows.map(fromRow)
}

/** Deletes some of the older ones; returns how many. */
export async function deleteExchangesBefore(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from exchange where (about, id) in (
      select about, id from exchange where sent_at < ${before}
      order by sent_at limit ${limit} for update skip locked
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Adds to an account's count of a day; both are plain text. */
export async function addForged(
  db: Db,
  counts: readonly { readonly accountId: string; readonly day: string; readonly times: number }[],
): Promise<void> {
  await db
    .insertInto('forged_notification')
    .values(counts.map(({ accountId, day, times }) => ({ account_id: accountId, day, times })))
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'day'])
        .doUpdateSet({ times: sql`forged_notification.times + excluded.times` }),
    )
    .execute()
}

/** How many forged notifications came for each account since a day. */
export async function countForged(db: Db, since: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('forged_notification')
    .select(['account_id', sql<number>`sum(times)::bigint`.as('times')])
    .where('day', '>=', since)
    .groupBy('account_id')
    .execute()
  return new Map(rows.map((row) => [row.account_id, row.times]))
}

function fromRow(row: Selectable<Tables['exchange']>): Exchange {
  return {
    about: row.about,
    id: row.id,
    kind: row.kind,
    sentAt: row.sent_at,
    lastAt: row.last_at,
    times: row.times,
    facts: row.packed === null ? row.facts : unpackFacts(row.packed),
  }
}

export function unpackFacts(packed: Buffer): ExchangeFacts {
  return JSON.parse(unpack(packed).toString()) as ExchangeFacts
}
