import { sql, type Insertable, type Selectable } from 'kysely'
import { readPage, readSparsePage, type Continued, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import type { Facts } from '../payments/facts.ts'
import { linkRepeats, workOf, type WorkColumns } from './difference-work-store.ts'
import type { FoundDifference } from './difference-work.ts'
import type { Difference, DifferenceKind, DifferenceOutcome, Side } from './difference.ts'

type Row = Selectable<Tables['reconciliation_difference']>

/**
 * Writes findings, and returns those that are concluded already. Earlier findings of the same run about
 * the same orders stay as they are.
 */
export async function insertDifferences(
  trx: Trx,
  differences: readonly Insertable<Tables['reconciliation_difference']>[],
): Promise<readonly { readonly kind: DifferenceKind; readonly outcome: DifferenceOutcome }[]> {
  const decided: { id: string; kind: DifferenceKind; outcome: DifferenceOutcome }[] = []
  // A statement holds 65535 values.
  for (let from = 0; from < differences.length; from += BATCH) {
    const written = await trx
      .insertInto('reconciliation_difference')
      .values(differences.slice(from, from + BATCH))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id', 'kind', 'outcome'])
      .execute()
    for (const { id, kind, outcome } of written) {
      if (outcome !== null) decided.push({ id, kind, outcome })
    }
  }
  await linkRepeats(
    trx,
    decided.map(({ id }) => id),
  )
  return decided
}

const BATCH = 1000

/** Differences that are not concluded yet: least tried first, then oldest. */
export async function findOpenDifferences(
  db: Db,
  reconciliationId: string,
  limit: number,
): Promise<readonly Difference[]> {
  const rows = await db
    .selectFrom('reconciliation_difference')
    .selectAll()
    .where('reconciliation_id', '=', reconciliationId)
    .where('outcome', 'is', null)
    .orderBy('tries')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

/** Writes the outcome of a difference. */
export async function concludeDifference(
  trx: Trx,
  {
    id,
    kind,
    facts,
    message,
    theirs,
    outcome,
  }: Difference & { readonly outcome: DifferenceOutcome },
): Promise<void> {
  await trx
    .updateTable('reconciliation_difference')
    .set({
      kind,
      message,
      outcome,
      ...(facts && { facts: JSON.stringify(facts) }),
      ...(theirs && { theirs: JSON.stringify(theirs) }),
    })
    .where('id', '=', id)
    .execute()
  if (outcome === 'reported') await linkRepeats(trx, [id])
}

/** Records that QFPay did not answer about a difference. */
export async function countTry(trx: Trx, { id, tries }: Difference): Promise<void> {
  await trx
    .updateTable('reconciliation_difference')
    .set({ tries: tries + 1 })
    .where('id', '=', id)
    .execute()
}

/** Deletes a difference that proved to be none. */
export async function deleteDifference(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('reconciliation_difference').where('id', '=', id).execute()
}

export type DifferenceFilter = Page & {
  readonly reconciliationId: string
  readonly kind?: DifferenceKind | undefined
  readonly isResolved?: boolean | undefined
}

type Found = { readonly differences: readonly FoundDifference[]; readonly hasMore: boolean }

/** The concluded ones, in the order in which they were found. */
export async function listDifferences(db: Db, filter: DifferenceFilter): Promise<Found> {
  const { kind, isResolved, reconciliationId } = filter
  // Its ids alone first: what is joined would lead the planner away from the index.
  let query = db
    .selectFrom('reconciliation_difference')
    .select('id')
    .where('outcome', 'is not', null)
  if (isResolved !== undefined) {
    // Written out: an index on a part of the rows serves only a condition that names that part.
    query = query.where(
      isResolved ? sql<boolean>`outcome <> 'reported'` : sql<boolean>`outcome = 'reported'`,
    )
  }
  const list = {
    table: 'reconciliation_difference',
    prefix: 'dif',
    order: 'oldest-first',
    only: { reconciliation_id: reconciliationId, kind },
  } as const
  const page = await readPage(query, list, filter)
  const ids = page.rows.map(({ id }) => id)
  if (ids.length === 0) return { differences: [], hasMore: page.hasMore }
  const rows = await concluded(db).where('found.id', 'in', ids).orderBy('found.id').execute()
  return { differences: rows.map(toFound), hasMore: page.hasMore }
}

export type WorkFilter = Page & {
  /** Whether a person has resolved it. */
  readonly isResolved?: boolean | undefined
  readonly accountId?: string | undefined
  readonly kind?: DifferenceKind | undefined
  /** An operator's id. */
  readonly assignedTo?: string | undefined
}

/** Those of all accounts that are left to people, each once however often it was found; newest first. */
export async function listDifferenceWork(
  db: Db,
  filter: WorkFilter,
): Promise<Pick<Found, 'differences'> & Continued> {
  const { isResolved, accountId, kind, assignedTo } = filter
  const list = { table: 'found', prefix: 'dif', order: 'newest-first' } as const
  // Its ids alone first: what is joined would lead the planner away from the index.
  let all = db
    .selectFrom('reconciliation_difference as found')
    .selectAll()
    // Written out: an index on a part of the rows serves only a condition that names that part.
    .where(sql<boolean>`outcome = 'reported' and repeats is null`)
  if (isResolved === false) all = all.where('resolved_at', 'is', null)
  const others = {
    ...(accountId !== undefined && { account_id: accountId }),
    ...(kind !== undefined && { kind }),
    ...(assignedTo !== undefined && { assigned_to: assignedTo }),
  }
  const isSparse = isResolved === true || Object.keys(others).length > 0
  const { rows, ...more } = isSparse
    ? await readSparsePage(
        all,
        (some) =>
          db
            .selectFrom(some.as('found'))
            .innerJoin('reconciliation as run', 'run.id', 'found.reconciliation_id')
            .select('found.id')
            .where((where) => where.and(others))
            .$if(isResolved === true, (found) => found.where('resolved_at', 'is not', null))
            .orderBy('found.id', filter.endingBefore === undefined ? 'desc' : 'asc'),
        list,
        filter,
      )
    : await readPage(all, list, filter)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return { differences: [], ...more }
  const found = await concluded(db)
    .where('found.id', 'in', ids)
    .orderBy('found.id', 'desc')
    .execute()
  return { differences: found.map(toFound), ...more }
}

export async function findDifference(db: Db, id: string): Promise<FoundDifference | undefined> {
  const row = await concluded(db).where('found.id', '=', id).executeTakeFirst()
  return row && toFound(row)
}

// The type is that of the whole query.
function concluded(db: Db) {
  return db
    .selectFrom('reconciliation_difference as found')
    .innerJoin('reconciliation as run', 'run.id', 'found.reconciliation_id')
    .innerJoin('reconciliation_difference as work', (join) =>
      join.on('work.id', '=', sql<string>`coalesce(found.repeats, found.id)`),
    )
    .leftJoin('payment', 'payment.id', 'found.payment_id')
    .leftJoin('operator', 'operator.id', 'work.assigned_to')
    .selectAll('found')
    .select([
      'run.account_id',
      'payment.reference',
      'work.id as work_id',
      'work.assigned_to',
      'operator.name as assigned_name',
      'work.resolution',
      'work.resolved_at',
    ])
    .where('found.outcome', 'is not', null)
}

function toFound(
  row: Row & WorkColumns & { readonly account_id: string; readonly reference: string | null },
): FoundDifference {
  return {
    ...fromRow(row),
    accountId: row.account_id,
    reference: row.reference ?? undefined,
    work: workOf(row),
  }
}

function fromRow(row: Row): Difference {
  return {
    id: row.id,
    reconciliationId: row.reconciliation_id,
    kind: row.kind,
    outTradeNo: row.out_trade_no,
    syssn: row.syssn ?? undefined,
    recordedAt: row.recorded_at ?? undefined,
    ...(row.payment_id !== null && { paymentId: row.payment_id }),
    ...(row.attempt_id !== null && { attemptId: row.attempt_id }),
    ...(row.refund_id !== null && { refundId: row.refund_id }),
    ...(row.ours !== null && { ours: row.ours as Side }),
    ...(row.theirs !== null && { theirs: row.theirs as Side }),
    facts: row.facts === null ? undefined : (row.facts as Facts),
    message: row.message,
    isDoubtful: row.is_doubtful,
    outcome: row.outcome ?? undefined,
    createdAt: row.created_at,
    tries: row.tries,
  }
}
