import { sql, type Selectable } from 'kysely'
import type { Db, Tables, Trx } from '../database/schema.ts'
import type { LinkRequest } from './payment-link.ts'
import type { Turn } from './turn.ts'

type Row = Selectable<Tables['link_turn']>

/** Makes everybody else who takes or calls a turn of the account wait until the transaction ends. */
export async function lockQueue(trx: Trx, accountId: string): Promise<void> {
  await sql`
    insert into link_queue (account_id, called_at) values (${accountId}, '-infinity')
    on conflict (account_id) do update set called_at = link_queue.called_at
  `.execute(trx)
}

/** The same, unless somebody has called turns since an instant: then false. */
export async function lockQueueToCall(
  trx: Trx,
  accountId: string,
  { now, since }: { readonly now: Date; readonly since: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update link_queue set called_at = ${now} where account_id = ${accountId} and called_at <= ${since}
    returning account_id
  `.execute(trx)
  return rows.length > 0
}

/** The turn that this browser has at a link, under any of its hashes, and has not used. */
export async function findTurn(
  db: Db,
  linkId: string,
  browserHashes: readonly string[],
): Promise<Turn | undefined> {
  const row = await db
    .selectFrom('link_turn')
    .selectAll()
    .where('link_id', '=', linkId)
    .where('browser_hash', '=', sql<string>`any(${browserHashes}::text[])`)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function insertTurn(
  trx: Trx,
  turn: Omit<Turn, 'id'> & { readonly browserHash: string; readonly now: Date },
): Promise<Turn> {
  const row = await trx
    .insertInto('link_turn')
    .values({
      account_id: turn.accountId,
      link_id: turn.linkId,
      browser_hash: turn.browserHash,
      request: JSON.stringify(turn.request),
      asked_at: turn.now,
      seen_at: turn.now,
      called_at: turn.calledAt ?? null,
      ended_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return fromRow(row)
}

export async function changeRequest(trx: Trx, id: number, request: LinkRequest): Promise<void> {
  await trx
    .updateTable('link_turn')
    .set({ request: JSON.stringify(request) })
    .where('id', '=', id)
    .execute()
}

/** Used or left: what the payer has said stands in their payment. */
export async function endTurn(db: Db, id: number, now: Date): Promise<void> {
  await db
    .updateTable('link_turn')
    .set({ ended_at: now, request: '{}' })
    .where('id', '=', id)
    .execute()
}

/** Takes a call back: the payer waits in their old place, in front of everybody who asked later. */
export async function uncallTurn(db: Db, id: number): Promise<void> {
  await db
    .updateTable('link_turn')
    .set({ called_at: null })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

/** `browserHashes`: only those of one browser. */
export async function countCalled(
  trx: Trx,
  accountId: string,
  since: Date,
  browserHashes?: readonly string[],
): Promise<number> {
  let query = trx
    .selectFrom('link_turn')
    .select(({ fn }) => fn.countAll<number>().as('called'))
    .where('account_id', '=', accountId)
    .where('called_at', '>', since)
  if (browserHashes !== undefined) {
    query = query.where('browser_hash', '=', sql<string>`any(${browserHashes}::text[])`)
  }
  return (await query.executeTakeFirstOrThrow()).called
}

/** Whether anybody is there whom the next call would reach: not those who wait for what others hold. */
export async function isAnybodyWaiting(
  trx: Trx,
  accountId: string,
  presentSince: Date,
): Promise<boolean> {
  const { rows } = await sql`
    select from payment_link as link
    where account_id = ${accountId} and (stock is null or held + paid < stock) and exists (
      select from link_turn as turn
      where turn.account_id = ${accountId} and turn.link_id = link.id
        and turn.called_at is null and turn.ended_at is null and turn.seen_at > ${presentSince}
    )
    limit 1
  `.execute(trx)
  return rows.length > 0
}

/**
 * Calls the first of those who wait and are there, as far as their links have units that nobody holds, has
 * paid or was called for.
 */
export async function callFirst(
  trx: Trx,
  accountId: string,
  call: {
    readonly now: Date
    readonly limit: number
    readonly presentSince: Date
    /** A payer who was called since then may still come. */
    readonly calledSince: Date
  },
): Promise<void> {
  const { now, limit, presentSince, calledSince } = call
  await sql`
    with open as (
      select link.id, least(${limit}::bigint, coalesce(link.stock - link.held - link.paid - (
        select count(*) from link_turn
        where link_id = link.id and account_id = link.account_id
          and ended_at is null and called_at > ${calledSince}
      ), ${limit}::bigint)) as units
      from payment_link as link
      where link.account_id = ${accountId} and link.disabled_at is null
        and (link.ends_at is null or link.ends_at > ${now})
        and exists (
          select from link_turn
          where account_id = ${accountId} and link_id = link.id
            and called_at is null and ended_at is null
        )
    ),
    called as (
      select turn.id from open, lateral (
        select id from link_turn
        where account_id = ${accountId} and link_id = open.id
          and called_at is null and ended_at is null and seen_at > ${presentSince}
        order by id limit greatest(open.units, 0)
      ) as turn
      order by turn.id limit ${limit}
    )
    update link_turn set called_at = ${now} from called where link_turn.id = called.id
  `.execute(trx)
}

/** How a turn stands. */
export type Standing = {
  readonly id: number
  readonly isCalled: boolean
  /** How many wait before them, and are there. */
  readonly ahead: number
}

/** How the turns of an account stand; they count as present from now on. */
export async function listStandings(
  db: Db,
  accountId: string,
  read: {
    readonly ids: readonly number[]
    readonly now: Date
    readonly presentSince: Date
    /** Not written again where it is younger: a page asks often. */
    readonly seenSince: Date
  },
): Promise<readonly Standing[]> {
  const { ids, now, presentSince, seenSince } = read
  const { rows } = await sql<Standing>`
    with seen as (
      update link_turn set seen_at = ${now}
      where id = any(${ids}::bigint[]) and seen_at < ${seenSince} and called_at is null
    ),
    waiting as (
      select id, row_number() over (order by id) - 1 as ahead from link_turn
      where account_id = ${accountId} and called_at is null and ended_at is null
        and (seen_at > ${presentSince} or id = any(${ids}::bigint[]))
    )
    select turn.id, waiting.id is null as "isCalled", coalesce(waiting.ahead, 0) as ahead
    from link_turn as turn left join waiting on waiting.id = turn.id
    where turn.id = any(${ids}::bigint[])
  `.execute(db)
  return rows
}

/** Deletes some of those that were asked for before, and returns how many. */
export async function deleteTurnsBefore(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from link_turn where id in (
      select id from link_turn where asked_at < ${before} order by asked_at limit ${limit}
      for update skip locked
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0)
}

function fromRow(row: Row): Turn {
  return {
    id: row.id,
    accountId: row.account_id,
    linkId: row.link_id,
    request: row.request as LinkRequest,
    calledAt: row.called_at ?? undefined,
  }
}
