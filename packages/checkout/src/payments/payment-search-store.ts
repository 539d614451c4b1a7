import { sql, type RawBuilder } from 'kysely'
import { MAX_LOOKED_AT } from '../database/page.ts'
import type { Db } from '../database/schema.ts'
import { firstIdAt } from '../platform/ids.ts'
import { endOfStart, type NamedPayments, type PaymentSearch } from './payment-search.ts'
import { IN_REVIEW, fromRow, type PaymentRow } from './payment-store.ts'
import type { Payment } from './payment.ts'

export type SearchPage = {
  readonly limit: number
  /** A payment's id: only older ones. */
  readonly startingAfter?: string | undefined
  /** A payment's id: only newer ones. */
  readonly endingBefore?: string | undefined
}

export type Found = {
  /** In the order of the walk: newest first, or with `endingBefore` oldest first. */
  readonly payments: readonly Payment[]
  /** The last payment that it has looked at, if there are more behind it. */
  readonly lookedUntil?: string
}

/**
 * Walks along the index that narrows most, and stops at a full page or after `most` payments. So a page costs
 * the same however many payments there are; a rare combination takes several pages.
 */
export async function lookForPayments(
  db: Db,
  search: PaymentSearch,
  page: SearchPage,
  most = MAX_LOOKED_AT,
): Promise<Found> {
  const isTowardsNewer = page.endingBefore !== undefined
  const order = sql.raw(isTowardsNewer ? 'asc' : 'desc')
  const few = search.named && (await areFew(db, search.named, most)) ? search.named : undefined
  const { column, value } = few === undefined ? narrowest(search) : {}
  const from = few === undefined ? source(search, page, most) : namedPayments(few)
  const walk = (limit: number, columns: string, offset = 0): RawBuilder<PaymentRow> => sql`
    select ${sql.raw(columns)} from ${from} as payment
    where ${range(search, page)}
      ${column === undefined ? sql`` : sql`and ${sql.ref(column)} between ${value} and ${value}`}
    order by ${column === undefined ? sql`` : sql`${sql.ref(column)} ${order},`} id ${order}
    limit ${limit} offset ${offset}`
  const { rows } = await sql<PaymentRow>`
    select * from (${walk(most, '*')}) as payment where ${others(search)} limit ${page.limit + 1}
  `.execute(db)
  const payments = rows.slice(0, page.limit).map(fromRow)
  if (rows.length > page.limit) return { payments, ...lookedUntil(payments.at(-1)?.id) }
  const { rows: last } = await walk(1, 'id', most - 1).execute(db)
  return { payments, ...lookedUntil(last[0]?.id) }
}

function lookedUntil(id: string | undefined): Pick<Found, 'lookedUntil'> {
  return id === undefined ? {} : { lookedUntil: id }
}

/** Whether all that a text names can be looked at; else a walk past all payments soon meets enough of them. */
async function areFew(db: Db, named: NamedPayments, most: number): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from (select from payment where ${beginsWith(named)} limit ${most + 1}) as payment
  `.execute(db)
  return Number(rows[0]?.count) <= most
}

function namedPayments(named: NamedPayments): RawBuilder<unknown> {
  return sql`(
    select * from payment where ${beginsWith(named)}
    union all
    select * from payment where id = any(${named.ids}::text[]) and not ${beginsWith(named)}
    offset 0
  )`
}

function beginsWith({ start }: NamedPayments): RawBuilder<boolean> {
  return sql`(reference ~>=~ ${start} and reference ~<~ ${endOfStart(start)})`
}

/** In a query of its own, and so by its own small index: the planner may else walk past every other payment. */
function source(search: PaymentSearch, page: SearchPage, most: number): RawBuilder<unknown> {
  if (search.isInReview) return sql`(select * from payment where ${IN_REVIEW} offset 0)`
  if (search.awaitsApproval) {
    return sql`(
      select * from payment
      where id in (select payment_id from refund where status = 'awaiting_approval') offset 0
    )`
  }
  if (!search.hasFailedRefund) return sql`payment`
  const order = sql.raw(page.endingBefore === undefined ? 'desc' : 'asc')
  return sql`(
    select payment.* from (
      select distinct payment_id as id from refund
      where status = 'failed' and ${range(search, page, 'payment_id')}
      order by payment_id ${order} limit ${most}
    ) as failed join payment on payment.id = failed.id
    where ${HAS_FAILED_REFUND} offset 0
  )`
}

const HAS_FAILED_REFUND = sql<boolean>`(
  select status = 'failed' and refusal ->> 'code' <> 'declined'
  from refund where payment_id = payment.id order by id desc limit 1
)`
const AWAITS_APPROVAL = sql<boolean>`exists (
  select from refund where payment_id = payment.id and status = 'awaiting_approval'
)`

/** The column that an index begins with, before the id. */
function narrowest({ accountIds, amount, status, ...search }: PaymentSearch): {
  readonly column?: string
  readonly value?: string | number
} {
  if (search.isInReview ?? search.hasFailedRefund ?? search.awaitsApproval) return {}
  if (amount?.least !== undefined && amount.least === amount.most) {
    return { column: 'amount', value: amount.least }
  }
  const [accountId, another] = accountIds ?? []
  if (accountId !== undefined && another === undefined) {
    return { column: 'account_id', value: accountId }
  }
  return status === undefined ? {} : { column: 'status', value: status }
}

/** Ids are ordered by time, so they are the cursor, and a range of time is a range of ids. */
function range({ created }: PaymentSearch, page: SearchPage, column = 'id'): RawBuilder<boolean> {
  const { from, to } = created ?? {}
  const id = sql.ref(column)
  return and([
    page.startingAfter !== undefined && sql`${id} < ${page.startingAfter}`,
    page.endingBefore !== undefined && sql`${id} > ${page.endingBefore}`,
    from !== undefined && sql`${id} >= ${firstIdAt('pay', from)}`,
    to !== undefined && sql`${id} < ${firstIdAt('pay', to)}`,
  ])
}

function others(search: PaymentSearch): RawBuilder<boolean> {
  const { accountIds, named, status, currency, amount } = search
  return and([
    named !== undefined && sql`(id = any(${named.ids}::text[]) or ${beginsWith(named)})`,
    search.isInReview === true && IN_REVIEW,
    search.hasFailedRefund === true && HAS_FAILED_REFUND,
    search.awaitsApproval === true && AWAITS_APPROVAL,
    accountIds !== undefined && sql`account_id = any(${accountIds}::text[])`,
    status !== undefined && sql`status = ${status}`,
    currency !== undefined && sql`currency = ${currency}`,
    amount?.least !== undefined && sql`amount >= ${amount.least}`,
    amount?.most !== undefined && sql`amount <= ${amount.most}`,
  ])
}

function and(all: readonly (RawBuilder<unknown> | false)[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.join([sql`true`, ...all.filter((each) => each !== false)], sql` and `)}`
}
