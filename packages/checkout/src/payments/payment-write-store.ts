import { sql, type Insertable, type RawBuilder } from 'kysely'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { setColumns } from '../database/set-columns.ts'
import type { Alone, Writer } from '../database/transaction.ts'
import type { EventDraft } from '../events/event-data.ts'
import { countUnit, type UnitState } from '../links/count-unit.ts'
import type { EventWriter } from '../webhooks/queue-webhooks.ts'
import { recordEvents, type Parts } from '../webhooks/record-events.ts'
import { attemptPart, planClosings, type AttemptWrite } from './attempt-store.ts'
import { paymentSubject } from './payment-resource.ts'
import { isOpen, type Payment, type PaymentStatus } from './payment.ts'

/** What changes in the life of a payment. */
type PaymentUpdate = Partial<
  Pick<
    Payment,
    'status' | 'succeededAt' | 'provedAt' | 'succeededAttemptId' | 'refunded' | 'reviews'
  >
>

type ChangingColumns = Pick<
  Insertable<Tables['payment']>,
  | 'status'
  | 'succeeded_at'
  | 'proved_at'
  | 'succeeded_attempt_id'
  | 'payer_identity_sealed'
  | 'refunded'
  | 'reviews'
  | 'sequence'
>

/** False if the account has a payment with this reference. */
export async function insertPayment(
  trx: Trx,
  deps: EventWriter,
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

/**
 * The same in one statement. Returns false and writes nothing if the reference is taken or `claim` claims nothing.
 * Throws if another request takes the reference at the same moment; then nothing is written either.
 */
export async function insertNewPayment(
  alone: Alone,
  deps: EventWriter,
  { payment, events, claim }: NewPaymentWrite,
): Promise<boolean> {
  const created = { ...payment, sequence: events.length }
  const { accountId, reference } = payment
  const columns = columnsOf(created)
  const source = sql.id(claim === undefined ? 'free' : 'claimed')
  return recordEvents(alone, deps, {
    subject: paymentSubject(created, deps.publicUrl),
    drafts: events,
    parts: {
      free: sql`
        select where not exists (
          select from payment where account_id = ${accountId} and reference = ${reference}
        )`,
      ...(claim && { claimed: claim }),
      changed: sql`
        insert into payment (${sql.join(Object.keys(columns).map((name) => sql.id(name)))})
        select ${sql.join(Object.values(columns))} from ${source} returning id`,
    },
  })
}

type NewPaymentWrite = {
  readonly payment: Payment
  readonly events: readonly EventDraft[]
  /** Over "free": what the request claims together with its payment. */
  readonly claim: RawBuilder<unknown> | undefined
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
    payer_identity_sealed: payment.payerIdentitySealed ?? null,
    ...changingColumns(payment),
  }
}

/**
 * A change of a payment as it was read, the events that tell of it, and what changes of an attempt with it. Whatever
 * it sets brings an event: the sequence alone shows who has read the payment before.
 */
export type PaymentWrite = {
  readonly payment: Payment
  readonly set?: PaymentUpdate
  readonly events: readonly EventDraft[]
  readonly attempt?: AttemptWrite | undefined
}

/** Writes a locked payment, and returns it. */
export async function writePayment(
  trx: Trx,
  deps: EventWriter,
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
 * erases its payer's identity and plans to close its payable orders.
 */
export async function writeAsRead(
  writer: Writer,
  deps: EventWriter,
  write: PaymentWrite,
): Promise<Payment | undefined> {
  const { payment, set, events, attempt } = write
  const changed = { ...payment, ...set, sequence: payment.sequence + events.length }
  const isOver = !isOpen(changed.status)
  const after = isOver ? { ...changed, payerIdentitySealed: undefined } : changed
  const columns = {
    ...changingColumns(after),
    // Erased, never rewritten: since it was read it may have been sealed under a newer secret.
    ...(after.payerIdentitySealed === undefined && { payer_identity_sealed: null }),
  }
  const isWritten = await recordEvents(writer, deps, {
    subject: paymentSubject(after, deps.publicUrl),
    drafts: events,
    parts: {
      ...(attempt && {
        held: sql`select id from payment where ${asRead(payment)} for update`,
        attempted: attemptPart(attempt),
      }),
      changed: sql`
        update payment set ${setColumns(columns)}
        where ${asRead(payment)} ${attempt ? sql`and exists (select from attempted)` : sql``}
        returning id`,
      ...countPart(payment, after),
      ...(isOver && isOpen(payment.status) && closingPart(deps, write)),
    },
  })
  return isWritten ? after : undefined
}

/** Which payment, and that nobody has written it since it was read. */
function asRead({ id, status, sequence }: Payment): RawBuilder<unknown> {
  return sql`id = ${id} and status = ${status} and sequence = ${sequence}`
}

/** The unit of the stock of its link. */
function countPart(payment: Payment, after: Payment): Parts {
  const { link, amount } = payment
  const [from, to] = [unitOf(payment.status), unitOf(after.status)]
  const counted = link && countUnit(link.id, { from, to, amount })
  return counted === undefined ? {} : { counted }
}

function closingPart({ clock }: EventWriter, { payment, attempt }: PaymentWrite): Parts {
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
    proved_at: payment.provedAt ?? null,
    succeeded_attempt_id: payment.succeededAttemptId ?? null,
    refunded: payment.refunded,
    reviews: JSON.stringify(payment.reviews),
    sequence: payment.sequence,
  }
}

/**
 * Writes when payments were first opened, unless an attempt says it anyway. One that another statement changes
 * meanwhile is left out, because its payer is just authorizing.
 */
export async function writeOpened(db: Db, opened: ReadonlyMap<string, Date>): Promise<void> {
  const ids = [...opened.keys()]
  await sql`
    update payment set opened_at = seen.at
    from unnest(${ids}::text[], ${[...opened.values()]}::timestamptz[]) as seen (id, at)
    where payment.id = seen.id and payment.id in (
      select id from payment where id = any(${ids}::text[]) and opened_at is null
        and not exists (select from attempt where payment_id = payment.id)
      for no key update skip locked)
  `.execute(db)
}
