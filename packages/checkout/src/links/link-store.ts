import { sql, type RawBuilder, type Selectable, type Updateable } from 'kysely'
import { readPage, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import type { LinkField, LinkState, PaymentLink } from './payment-link.ts'

type Row = Selectable<Tables['payment_link']>

export type LinkFilter = Page & {
  readonly accountId?: string | undefined
  readonly currency?: string | undefined
  /** Whether a payer can make a payment at this instant, or why not. */
  readonly inState?: { readonly state: LinkState; readonly now: Date } | undefined
}

export async function insertLink(trx: Trx, link: PaymentLink): Promise<void> {
  await trx
    .insertInto('payment_link')
    .values({
      id: link.id,
      account_id: link.accountId,
      slug: link.slug,
      currency: link.currency,
      min_amount: link.minAmount,
      max_amount: link.maxAmount,
      once_per_payer: link.isOncePerPayer,
      pay_within_s: link.payWithin,
      created_at: link.createdAt,
      ...changingColumns(link),
    })
    .execute()
}

export async function findLink(db: Db, id: string): Promise<PaymentLink | undefined> {
  const row = await db
    .selectFrom('payment_link')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function findLinkBySlug(db: Db, slug: string): Promise<PaymentLink | undefined> {
  const row = await db
    .selectFrom('payment_link')
    .selectAll()
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Makes every other writer of it wait until the transaction ends. */
export async function lockLink(trx: Trx, id: string): Promise<PaymentLink | undefined> {
  const row = await trx
    .selectFrom('payment_link')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Writes what may change in a locked link. */
export async function updateLink(trx: Trx, link: PaymentLink): Promise<void> {
  await trx
    .updateTable('payment_link')
    .set(changingColumns(link))
    .where('id', '=', link.id)
    .execute()
}

/** Newest first. */
export async function listLinks(
  db: Db,
  filter: LinkFilter,
): Promise<{ readonly links: readonly PaymentLink[]; readonly hasMore: boolean }> {
  const only = { account_id: filter.accountId }
  const list = { table: 'payment_link', prefix: 'lnk', order: 'newest-first', only } as const
  const { currency, inState } = filter
  let query = db.selectFrom('payment_link').selectAll()
  if (currency !== undefined) query = query.where('currency', '=', currency)
  if (inState !== undefined) query = query.where(stateAt(inState.now), '=', inState.state)
  const { rows, hasMore } = await readPage(query, list, filter)
  return { links: rows.map(fromRow), hasMore }
}

/** As `stateOf` says it of one. */
function stateAt(now: Date): RawBuilder<LinkState> {
  return sql`case
    when disabled_at is not null then 'disabled'
    when paid >= stock then 'sold_out'
    when ends_at <= ${now} then 'over'
    when starts_at > ${now} then 'not_started'
    when held + paid >= stock then 'taken'
    else 'open'
  end`
}

/** Added to the counts of a link. */
export type CountChange = {
  readonly held: number
  readonly paid: number
  /** In minor units. */
  readonly paidAmount: number
}

/** A part of a statement: if "changed" has changed the payment. The schema refuses what would oversell. */
export function addCounts(
  id: string,
  { held, paid, paidAmount }: CountChange,
): RawBuilder<unknown> {
  return sql`
    update payment_link
    set held = held + ${held}, paid = paid + ${paid}, paid_amount = paid_amount + ${paidAmount}
    where id = ${id} and exists (select from changed)`
}

/** Holds a unit for a new payment; returns its number among the link's payments, or undefined if none is left. */
export async function holdUnit(trx: Trx, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ payments: number }>`
    update payment_link set held = held + 1, payments = payments + 1
    where id = ${id} and (stock is null or held + paid < stock)
    returning payments
  `.execute(trx)
  return rows[0]?.payments
}

export async function addOpens(db: Db, opens: ReadonlyMap<string, number>): Promise<void> {
  await sql`
    update payment_link set opens = opens + seen.times
    from unnest(${[...opens.keys()]}::text[], ${[...opens.values()]}::bigint[]) as seen (id, times)
    where payment_link.id = seen.id
  `.execute(db)
}

function changingColumns(
  link: PaymentLink,
): Pick<
  Row,
  'title' | 'stock' | 'starts_at' | 'ends_at' | 'success_url' | 'success_message' | 'disabled_at'
> & { fields: string; metadata: string } {
  return {
    title: link.title,
    stock: link.stock ?? null,
    starts_at: link.startsAt ?? null,
    ends_at: link.endsAt ?? null,
    fields: JSON.stringify(link.fields),
    success_url: link.successUrl ?? null,
    success_message: link.successMessage ?? null,
    metadata: JSON.stringify(link.metadata),
    disabled_at: link.disabledAt ?? null,
  } satisfies Updateable<Tables['payment_link']>
}

function fromRow(row: Row): PaymentLink {
  return {
    id: row.id,
    accountId: row.account_id,
    slug: row.slug,
    title: row.title,
    currency: row.currency,
    minAmount: row.min_amount,
    maxAmount: row.max_amount,
    stock: row.stock ?? undefined,
    startsAt: row.starts_at ?? undefined,
    endsAt: row.ends_at ?? undefined,
    isOncePerPayer: row.once_per_payer,
    fields: row.fields as readonly LinkField[],
    successUrl: row.success_url ?? undefined,
    successMessage: row.success_message ?? undefined,
    payWithin: row.pay_within_s,
    metadata: row.metadata,
    disabledAt: row.disabled_at ?? undefined,
    createdAt: row.created_at,
    counts: {
      opens: row.opens,
      payments: row.payments,
      held: row.held,
      paid: row.paid,
      paidAmount: row.paid_amount,
    },
  }
}
