import {
  sql,
  type RawBuilder,
  type Selectable,
  type ShallowDehydrateObject,
  type Updateable,
} from 'kysely'
import { countUpTo } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { setColumns } from '../database/set-columns.ts'
import { firstDueOfEach, takeDue } from '../database/take-due.ts'
import { PREPAY_LIFE_MS, type Attempt } from './attempt.ts'
import { CLOSABLE_MS } from './closing.ts'

type Row = Selectable<Tables['attempt']>

/** What is written of an attempt together with its payment: the write-ahead, or a change. */
export type AttemptWrite =
  | { readonly attempt: Attempt; readonly insert: { readonly codeHash: string | undefined } }
  | { readonly attempt: Attempt; readonly set: Updateable<Tables['attempt']> }

/**
 * A part of the statement that writes an attempt's payment: if "held" holds the payment. Writes nothing if an
 * attempt with this number, or with its OAuth code, was there before.
 */
export function attemptPart(write: AttemptWrite): RawBuilder<unknown> {
  const { attempt } = write
  if ('insert' in write) {
    return sql`
      insert into attempt
        (id, account_id, payment_id, status, flow, code_hash, browser_hash, opened_at, enquire_at)
      select ${attempt.id}, ${attempt.accountId}, held.id, ${attempt.status}, ${attempt.flow},
        ${write.insert.codeHash ?? null}, ${attempt.browserHashes[0] ?? ''}, ${attempt.openedAt}::timestamptz,
        ${attempt.enquireAt ?? null}::timestamptz
      from held on conflict do nothing returning id`
  }
  return sql`
    update attempt set ${setColumns(write.set)}
    where id = ${attempt.id} and status = ${attempt.status} and exists (select from held)
    returning id`
}

export async function findAttempt(db: Db, id: string): Promise<Attempt | undefined> {
  const row = await db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

/** By its own number, by QFPay's or by WeChat's, as an operator pastes it. */
export async function findAttemptByNumber(db: Db, number: string): Promise<Attempt | undefined> {
  const row = await db
    .selectFrom('attempt')
    .selectAll()
    .where((either) =>
      either.or([
        either('id', '=', number),
        either('syssn', '=', number),
        either('wechat_transaction', '=', number),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function findAttempts(db: Db, paymentId: string): Promise<readonly Attempt[]> {
  const rows = await db
    .selectFrom('attempt')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

/** By their own numbers and by QFPay's, for any account. */
export async function findAttemptsByNumber(
  db: Db,
  { ids, syssns }: { readonly ids: readonly string[]; readonly syssns: readonly string[] },
): Promise<readonly Attempt[]> {
  if (ids.length === 0 && syssns.length === 0) return []
  const rows = await db
    .selectFrom('attempt')
    .selectAll()
    .where((either) =>
      either.or([
        either('id', '=', sql<string>`any(${ids}::text[])`),
        either('syssn', '=', sql<string>`any(${syssns}::text[])`),
      ]),
    )
    .execute()
  return rows.map(fromRow)
}

type Range = { readonly start: Date; readonly end: Date }

/** What an account was paid with, among attempts opened from one instant up to another. */
export async function findPaidAttempts(
  db: Db,
  accountId: string,
  range: Range,
): Promise<readonly Attempt[]> {
  const rows = await paidIn(db, accountId, range).selectAll().execute()
  return rows.map(fromRow)
}

/** How many those are; stops counting at `most`. */
export async function countPaidAttempts(
  db: Db,
  accountId: string,
  { most, ...range }: Range & { readonly most: number },
): Promise<number> {
  return countUpTo(db, most, paidIn(db, accountId, range).select('id'))
}

function paidIn(db: Db, accountId: string, { start, end }: Range) {
  return db
    .selectFrom('attempt')
    .where('account_id', '=', accountId)
    .where('status', '=', 'succeeded')
    .where('opened_at', '>=', start)
    .where('opened_at', '<', end)
}

/** What an account was paid in a currency with attempts opened since an instant, in minor units. */
export async function sumCharged(
  db: Db,
  account: { readonly id: string; readonly currency: string },
  since: Date,
): Promise<number> {
  const { sum } = await db
    .selectFrom('attempt')
    .innerJoin('payment', 'payment.id', 'attempt.payment_id')
    .select(sql<number>`coalesce(sum(attempt.charged), 0)::bigint`.as('sum'))
    .where('attempt.account_id', '=', account.id)
    .where('attempt.status', '=', 'succeeded')
    .where('attempt.opened_at', '>=', since)
    .where('payment.currency', '=', account.currency)
    .executeTakeFirstOrThrow()
  return sum
}

export async function updateAttempt(
  trx: Trx,
  attempt: Attempt,
  set: Updateable<Tables['attempt']>,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('attempt')
    .set(set)
    .where('id', '=', attempt.id)
    .where('status', '=', attempt.status)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new Error(`${attempt.id} was written without its payment's lock`)
}

/** Records the payer of an attempt that got no order. */
export async function nameOpenid(db: Db, { id }: Attempt, openidHash: string): Promise<void> {
  await db.updateTable('attempt').set({ openid_hash: openidHash }).where('id', '=', id).execute()
}

/** More than one payer uses; what a browser beyond them asks for is a new authorization. */
const MAX_EARLIER_BROWSERS = 7

/** From here on the browser holds this order of the payment, and no other. Those that held it before keep it. */
export async function bindToBrowser(
  trx: Trx,
  { id, paymentId }: Attempt,
  browserHash: string,
): Promise<void> {
  await trx
    .updateTable('attempt')
    .set({
      browser_hash: sql`
        case when id = ${id} then ${browserHash} when browser_hash = ${browserHash} then ''
          else browser_hash end`,
      earlier_browser_hashes: sql`
        (array_remove(
          case when id = ${id} and browser_hash <> ''
            then array_prepend(browser_hash, earlier_browser_hashes)
            else earlier_browser_hashes end,
          ${browserHash}
        ))[:${sql.lit(MAX_EARLIER_BROWSERS)}]`,
    })
    .where('payment_id', '=', paymentId)
    .where(
      sql<boolean>`(id = ${id} or browser_hash = ${browserHash}
        or ${browserHash} = any(earlier_browser_hashes))`,
    )
    .execute()
}

export const ENQUIRIES = { table: 'attempt', column: 'enquire_at' } as const
export const CLOSINGS = { table: 'attempt', column: 'close_at' } as const

/** Takes attempts about which something is due, and plans the next time. */
export async function takeDueAttempts(
  db: Db,
  work: typeof ENQUIRIES | typeof CLOSINGS,
  take: {
    readonly accountId?: string
    readonly now: Date
    readonly limit: number
    readonly nextAt: (attempt: { openedAt: Date; now: Date }) => Date | undefined
  },
): Promise<readonly Attempt[]> {
  const { now } = take
  const nextAt = (row: Row): Date | undefined => take.nextAt({ openedAt: row.opened_at, now })
  return (await takeDue(db, work, { ...take, nextAt })).map(fromRow)
}

export const FIRST_ENQUIRY = firstDueOfEach(ENQUIRIES)
export const FIRST_CLOSING = firstDueOfEach(CLOSINGS)

/**
 * Plans to close each payable order of a payment, if the account closes orders: as soon as WeChat allows it, unless
 * nobody could pay it any more by then. A part of the statement that ends the payment: nobody makes an order of it
 * later.
 */
export function planClosings(
  paymentId: string,
  { now, except }: { readonly now: Date; readonly except: string | undefined },
): RawBuilder<unknown> {
  const at = sql`greatest(${now}::timestamptz, opened_at + ${CLOSABLE_MS} * interval '1 ms')`
  return sql`
    update attempt set close_at = ${at}
    from account
    where payment_id = ${paymentId} and attempt.id <> ${except ?? ''}
      and attempt.status in ('recorded', 'launched')
      and ${at} < opened_at + ${PREPAY_LIFE_MS} * interval '1 ms'
      and account.id = attempt.account_id and account.settings @> '{"closesOrders": true}'
      and exists (select from changed)`
}

/** Nothing is left to close. */
export async function clearClosing(db: Db, id: string): Promise<void> {
  await db.updateTable('attempt').set({ close_at: null }).where('id', '=', id).execute()
}

/** An attempt that came as JSON, inside the row of its payment. */
export type AttemptJson = ShallowDehydrateObject<Row>

export function fromJson(row: AttemptJson): Attempt {
  const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))
  return fromRow({
    ...row,
    opened_at: new Date(row.opened_at),
    enquire_at: dateOf(row.enquire_at),
    notified_at: dateOf(row.notified_at),
    unanswered_at: dateOf(row.unanswered_at),
    close_at: dateOf(row.close_at),
  })
}

function fromRow(row: Row): Attempt {
  return {
    id: row.id,
    accountId: row.account_id,
    paymentId: row.payment_id,
    status: row.status,
    flow: row.flow,
    browserHashes: [row.browser_hash, ...(row.earlier_browser_hashes ?? [])],
    openidHash: row.openid_hash ?? undefined,
    launchSealed: row.launch_sealed ?? undefined,
    syssn: row.syssn ?? undefined,
    wechatTransaction: row.wechat_transaction ?? undefined,
    reason: row.reason ?? undefined,
    openedAt: row.opened_at,
    enquireAt: row.enquire_at ?? undefined,
    notifiedAt: row.notified_at ?? undefined,
    unansweredAt: row.unanswered_at ?? undefined,
    charged: row.charged,
    refundReserved: row.refund_reserved,
  }
}
