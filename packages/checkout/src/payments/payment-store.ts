import { sql, type Insertable, type Selectable, type Transaction } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { readPage, type Page } from '../database/page.ts'
import type { Db, Tables } from '../database/schema.ts'
import { firstDue } from '../database/take-due.ts'
import type { Writer } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import type { EventDraft } from '../events/event-data.ts'
import { countUnit, type UnitState } from '../links/count-unit.ts'
import { recordEvents, type Parts } from '../webhooks/record-events.ts'
import { attemptPart, fromJson, planClosings, type AttemptWrite } from './attempt-store.ts'
import type { Attempt } from './attempt.ts'
import { paymentSubject } from './payment-resource.ts'
import { isOpen, type Payment, type PaymentStatus } from './payment.ts'
import type { Review } from './review.ts'

export type PaymentFilter = Page & {
  readonly accountId?: string | undefined
  readonly status?: PaymentStatus | undefined
  readonly reference?: string | undefined
  readonly linkId?: string | undefined
  /** Only those that a person has to look at. */
  readonly isInReview?: boolean | undefined
}

export type PaymentRow = Selectable<Tables['payment']>

/** As the indexes say it. */
const NOT_IN_REVIEW = sql<boolean>`reviews = '[]'`
export const IN_REVIEW = sql<boolean>`reviews <> '[]'`

/** Comes after every other character. */
const LAST_CHARACTER = '\u{10ffff}'

type Recorder = Pick<Deps, 'clock' | 'newId' | 'publicUrl'>

/** What changes in the life of a payment. */
type PaymentChange = Partial<
  Pick<Payment, 'status' | 'succeededAt' | 'succeededAttemptId' | 'refunded' | 'reviews'>
>

type ChangingColumns = Pick<
  Insertable<Tables['payment']>,
  | 'status'
  | 'succeeded_at'
  | 'succeeded_attempt_id'
  | 'payer_identity_sealed'
  | 'refunded'
  | 'reviews'
  | 'sequence'
>

/** False if the account has a payment with this reference. */
export async function insertPayment(
  trx: Transaction<Tables>,
  deps: Recorder,
  payment: Payment,
  events: readonly EventDraft[],
): Promise<boolean> {
  const created = { ...payment, sequence: events.length }
  const changed = trx
    .insertInto('payment')
    .values(columnsOf(created))
    .onConflict((conflict) => conflict.columns(['account_id', 'reference']).doNothing())
    .returning('id')
  const subject = paymentSubject(created, deps.publicUrl)
  return recordEvents(trx, deps, { subject, drafts: events, parts: { changed } })
}

function columnsOf(payment: Payment): Insertable<Tables['payment']> {
  return {
    id: payment.id,
    account_id: payment.accountId,
    reference: payment.reference,
    amount: payment.amount,
    currency: payment.currency,
    description: payment.description ?? null,
    return_url: payment.returnUrl ?? null,
    limit_pay: payment.limitPay ?? null,
    metadata: JSON.stringify(payment.metadata),
    link_id: payment.link?.id ?? null,
    link_browser: payment.link?.browserHash ?? null,
    fingerprint: payment.fingerprint,
    created_at: payment.createdAt,
    expires_at: payment.expiresAt,
    ...changingColumns(payment),
  }
}

export async function findPayment(db: Db, id: string): Promise<Payment | undefined> {
  const row = await db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

export type PaymentWithAttempts = {
  readonly payment: Payment
  /** Oldest first. */
  readonly attempts: readonly Attempt[]
}

export async function findPaymentWithAttempts(
  db: Db,
  id: string,
): Promise<PaymentWithAttempts | undefined> {
  const row = await db
    .selectFrom('payment')
    .selectAll()
    .select((of) =>
      jsonArrayFrom(
        of
          .selectFrom('attempt')
          .selectAll('attempt')
          .whereRef('attempt.payment_id', '=', 'payment.id')
          .orderBy('attempt.id'),
      ).as('attempts'),
    )
    .where('id', '=', id)
    .executeTakeFirst()
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
export async function namePayer(
  trx: Transaction<Tables>,
  id: string,
  payerHash: string,
): Promise<void> {
  await trx.updateTable('payment').set({ link_payer: payerHash }).where('id', '=', id).execute()
}

/** Reads a payment and makes every other writer of it wait until the transaction ends. */
export async function lockPayment(trx: Transaction<Tables>, id: string): Promise<Payment> {
  const row = await trx
    .selectFrom('payment')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return fromRow(row)
}

/** The same, for one of its attempts. */
export async function lockPaymentOf(
  trx: Transaction<Tables>,
  attemptId: string,
): Promise<Payment | undefined> {
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

/** A change of a payment as it was read, the events that tell of it, and what changes of an attempt with it. */
export type PaymentWrite = {
  readonly payment: Payment
  readonly set?: PaymentChange
  readonly events: readonly EventDraft[]
  readonly attempt?: AttemptWrite | undefined
}

/** Writes a locked payment, and returns it. */
export async function writePayment(
  trx: Transaction<Tables>,
  deps: Recorder,
  write: PaymentWrite,
): Promise<Payment> {
  const written = await writeAsRead(trx, deps, write)
  if (written !== undefined) return written
  throw new Error(`${write.payment.id} was written without its lock`)
}

/**
 * Writes a payment and all that belongs to the change, with one statement, and returns the payment. It names the
 * status and the sequence that it moves from: if somebody has written the payment since it was read, or the
 * database has the new attempt already, it writes nothing and returns undefined. When the payment ends,
 * forgets its payer's identity and plans to close its payable orders.
 */
export async function writeAsRead(
  writer: Writer,
  deps: Recorder,
  write: PaymentWrite,
): Promise<Payment | undefined> {
  const { payment, set, events, attempt } = write
  const changed = { ...payment, ...set, sequence: payment.sequence + events.length }
  const isOver = !isOpen(changed.status)
  const after = isOver ? { ...changed, payerIdentitySealed: undefined } : changed
  const isWritten = await recordEvents(writer, deps, {
    subject: paymentSubject(after, deps.publicUrl),
    drafts: events,
    parts: {
      ...(attempt && {
        held: holdAsRead(writer, payment),
        attempted: attemptPart(writer, attempt),
      }),
      changed: updateAsRead(writer, payment, { after, afterAttempt: attempt !== undefined }),
      ...countPart(payment, after),
      ...(isOver && isOpen(payment.status) && closingPart(deps, write)),
    },
  })
  return isWritten ? after : undefined
}

function holdAsRead(writer: Writer, { id, status, sequence }: Payment): object {
  return writer
    .selectFrom('payment')
    .select('id')
    .where('id', '=', id)
    .where('status', '=', status)
    .where('sequence', '=', sequence)
    .forUpdate()
}

function updateAsRead(
  writer: Writer,
  { id, status, sequence }: Payment,
  { after, afterAttempt }: { readonly after: Payment; readonly afterAttempt: boolean },
): object {
  const update = writer
    .updateTable('payment')
    .set(changingColumns(after))
    .where('id', '=', id)
    .where('status', '=', status)
    .where('sequence', '=', sequence)
    .returning('id')
  return afterAttempt ? update.where(sql<boolean>`exists (select from attempted)`) : update
}

/** The unit of the stock of its link. */
function countPart(payment: Payment, after: Payment): Parts {
  const { link, amount } = payment
  const [from, to] = [unitOf(payment.status), unitOf(after.status)]
  const counted = link && countUnit(link.id, { from, to, amount })
  return counted === undefined ? {} : { counted }
}

function closingPart({ clock }: Recorder, { payment, attempt }: PaymentWrite): Parts {
  // PostgreSQL writes a row once in a statement.
  const except = attempt?.attempt.id
  return { closing: planClosings(payment.id, { now: clock.now(), except }) }
}

function unitOf(status: PaymentStatus): UnitState {
  if (isOpen(status)) return 'held'
  return status === 'succeeded' ? 'paid' : 'returned'
}

function changingColumns(payment: Payment): ChangingColumns {
  return {
    status: payment.status,
    succeeded_at: payment.succeededAt ?? null,
    succeeded_attempt_id: payment.succeededAttemptId ?? null,
    payer_identity_sealed: payment.payerIdentitySealed ?? null,
    refunded: payment.refunded,
    reviews: JSON.stringify(payment.reviews),
    sequence: payment.sequence,
  }
}

/** Newest first. */
export async function listPayments(
  db: Db,
  filter: PaymentFilter,
): Promise<{ readonly payments: readonly Payment[]; readonly hasMore: boolean }> {
  // By itself, and so by its own small index: the planner may else walk past every other payment.
  const source = filter.isInReview
    ? db.with(
        (name) => name('payment').materialized(),
        (all) => all.selectFrom('payment').selectAll().where(IN_REVIEW),
      )
    : db
  const only = {
    account_id: filter.accountId,
    status: filter.status,
    reference: filter.reference,
    link_id: filter.linkId,
  }
  const list = { table: 'payment', prefix: 'pay', order: 'newest-first', only } as const
  const { rows, hasMore } = await readPage(source.selectFrom('payment').selectAll(), list, filter)
  return { payments: rows.map(fromRow), hasMore }
}

/** Of all accounts; stops counting at a thousand. */
export async function countPaymentsInReview(db: Db): Promise<number> {
  const some = db.selectFrom('payment').select('id').where(IN_REVIEW).limit(1_000)
  const { count } = await db
    .selectFrom(some.as('some'))
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Of all accounts: those whose reference is this text, and some, of the last, whose reference begins with it. */
export async function findPaymentsByStart(
  db: Db,
  text: string,
  limit: number,
): Promise<readonly Payment[]> {
  const found = await sql<PaymentRow>`
    (select * from payment where reference = ${text} order by id desc limit ${limit})
    union all
    (
      select * from payment
      where reference ~>~ ${text} and reference ~<~ ${text + LAST_CHARACTER}
      order by reference using ~>~ limit ${limit}
    )
  `.execute(db)
  return found.rows
    .slice(0, limit)
    .map(fromRow)
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
}

/** Open payments whose deadline has passed, the longest overdue first. */
export async function findOverdue(db: Db, now: Date, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('payment')
    .select('id')
    .where('status', 'in', ['created', 'pending'])
    .where('expires_at', '<=', now)
    .where(NOT_IN_REVIEW)
    .orderBy('expires_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
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
    succeededAttemptId: row.succeeded_attempt_id ?? undefined,
    refunded: row.refunded,
    reviews: row.reviews as readonly Review[],
    sequence: row.sequence,
  }
}
