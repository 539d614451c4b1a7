import { CompiledQuery, sql, type Expression, type Selectable, type SqlBool } from 'kysely'
import { countUpTo, readPage, readSparsePage, type Continued, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { firstDue } from '../database/take-due.ts'
import { fromJson, type AttemptJson } from './attempt-store.ts'
import type { Attempt } from './attempt.ts'
import type { PaymentSearch } from './payment-search.ts'
import type { Payment, PaymentStatus } from './payment.ts'
import type { Review } from './review.ts'

export type PaymentFilter = Page & {
  readonly accountId?: string | undefined
  readonly status?: PaymentStatus | undefined
  readonly reference?: string | undefined
  readonly linkId?: string | undefined
  readonly currency?: string | undefined
  readonly amount?: PaymentSearch['amount'] | undefined
  /** Only those that a person has to look at. */
  readonly isInReview?: boolean | undefined
}

export type PaymentRow = Selectable<Tables['payment']>

/** As the indexes say it. */
const NOT_IN_REVIEW = sql<boolean>`reviews = '[]'`
export const IN_REVIEW = sql<boolean>`reviews <> '[]'`

export async function findPayment(db: Db, id: string): Promise<Payment | undefined> {
  const row = await db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

export type PaymentWithAttempts = {
  readonly payment: Payment
  /** Oldest first. */
  readonly attempts: readonly Attempt[]
}

/** As a text: each step of a payment begins with it, and Kysely would write it again each time. */
const WITH_ATTEMPTS = `
  select payment.*, (
    select coalesce(json_agg(one), '[]')
    from (select attempt.* from attempt where payment_id = payment.id order by id) as one
  ) as attempts
  from payment where id = $1`

export async function findPaymentWithAttempts(
  db: Db,
  id: string,
): Promise<PaymentWithAttempts | undefined> {
  const { rows } = await db.executeQuery<
    PaymentRow & { readonly attempts: readonly AttemptJson[] }
  >(CompiledQuery.raw(WITH_ATTEMPTS, [id]))
  const [row] = rows
  return row && { payment: fromRow(row), attempts: row.attempts.map(fromJson) }
}

export async function findPayments(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Payment>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('payment')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, fromRow(row)]))
}

export async function findPaymentByReference(
  db: Db,
  accountId: string,
  reference: string,
): Promise<Payment | undefined> {
  const row = await db
    .selectFrom('payment')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('reference', '=', reference)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** The newest payment that this browser made at a link, under any of its hashes. */
export async function findPaymentOfBrowser(
  db: Db,
  linkId: string,
  browserHashes: readonly string[],
): Promise<Payment | undefined> {
  const row = await db
    .selectFrom('payment')
    .selectAll()
    .where('link_id', '=', linkId)
    .where('link_browser', '=', sql<string>`any(${browserHashes}::text[])`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** A payment that a payer can pay or has paid at a link which serves each payer once. */
export async function findPaymentOfPayer(
  db: Db,
  linkId: string,
  payerHashes: readonly string[],
): Promise<Payment | undefined> {
  const row = await db
    .selectFrom('payment')
    .selectAll()
    .where('link_id', '=', linkId)
    .where('link_payer', '=', sql<string>`any(${payerHashes}::text[])`)
    .where('status', 'in', ['created', 'pending', 'succeeded'])
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Names the payer of a locked payment. */
export async function namePayer(trx: Trx, id: string, payerHash: string): Promise<void> {
  await trx.updateTable('payment').set({ link_payer: payerHash }).where('id', '=', id).execute()
}

/** Reads a payment and makes every other writer of it wait until the transaction ends. */
export async function lockPayment(trx: Trx, id: string): Promise<Payment> {
  const row = await trx
    .selectFrom('payment')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return fromRow(row)
}

/** The same, for one of its attempts. */
export async function lockPaymentOf(trx: Trx, attemptId: string): Promise<Payment | undefined> {
  const row = await trx
    .selectFrom('payment')
    .selectAll()
    .where('id', '=', (which) =>
      which.selectFrom('attempt').select('payment_id').where('attempt.id', '=', attemptId),
    )
    .forUpdate()
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Newest first. */
export async function listPayments(
  db: Db,
  filter: PaymentFilter,
): Promise<{ readonly payments: readonly Payment[] } & Continued> {
  // In a query of its own, and so by its own small index: the planner may else walk past every other payment.
  const source = filter.isInReview
    ? db.with(
        (name) => name('payment').materialized(),
        (all) => all.selectFrom('payment').selectAll().where(IN_REVIEW),
      )
    : db
  const { accountId, status, currency, amount } = filter
  const { least, most } = amount ?? {}
  const isExact = least !== undefined && least === most
  const only = {
    ...(isExact ? { amount: least } : { account_id: accountId, status }),
    reference: filter.reference,
    link_id: filter.linkId,
  }
  const list = { table: 'payment', prefix: 'pay', order: 'newest-first', only } as const
  const all = source.selectFrom('payment').selectAll()
  const others: Expression<SqlBool>[] = []
  if (isExact && accountId !== undefined) others.push(sql`account_id = ${accountId}`)
  if (isExact && status !== undefined) others.push(sql`status = ${status}`)
  if (!isExact && least !== undefined) others.push(sql`amount >= ${least}`)
  if (!isExact && most !== undefined) others.push(sql`amount <= ${most}`)
  if (currency !== undefined) others.push(sql`currency = ${currency}`)
  const { rows, ...found } =
    others.length === 0
      ? await readPage(all, list, filter)
      : await readSparsePage(
          all,
          (some) =>
            db
              .selectFrom(some.as('payment'))
              .selectAll()
              .where((where) => where.and(others)),
          list,
          filter,
        )
  return { payments: rows.map(fromRow), ...found }
}

/** Of all accounts; stops counting at a thousand. */
export async function countPaymentsInReview(db: Db): Promise<number> {
  return countUpTo(db, 1_000, db.selectFrom('payment').select('id').where(IN_REVIEW))
}

/** The open payment that is overdue for longest, without those that others have locked. */
export async function lockOverdue(
  trx: Trx,
  now: Date,
  besides: readonly string[],
): Promise<Payment | undefined> {
  const row = await trx
    .selectFrom('payment')
    .selectAll()
    .where('status', 'in', ['created', 'pending'])
    .where('expires_at', '<=', now)
    .where(NOT_IN_REVIEW)
    .where('id', '<>', sql<string>`all(${besides}::text[])`)
    .orderBy('expires_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Of those that are open and not in review. */
export const FIRST_DEADLINE = firstDue(
  'payment',
  'expires_at',
  sql`status in ('created', 'pending') and ${NOT_IN_REVIEW}`,
)

export function fromRow(row: PaymentRow): Payment {
  return {
    id: row.id,
    accountId: row.account_id,
    reference: row.reference,
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    description: row.description ?? undefined,
    returnUrl: row.return_url ?? undefined,
    limitPay: row.limit_pay ?? undefined,
    payerIdentitySealed: row.payer_identity_sealed ?? undefined,
    metadata: row.metadata,
    link:
      row.link_id === null
        ? undefined
        : {
            id: row.link_id,
            browserHash: row.link_browser ?? '',
            payerHash: row.link_payer ?? undefined,
          },
    fingerprint: row.fingerprint,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    succeededAt: row.succeeded_at ?? undefined,
    provedAt: row.proved_at ?? undefined,
    succeededAttemptId: row.succeeded_attempt_id ?? undefined,
    refunded: row.refunded,
    reviews: row.reviews as readonly Review[],
    sequence: row.sequence,
  }
}
