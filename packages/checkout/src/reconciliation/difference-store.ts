import type { Insertable, Selectable, Transaction } from 'kysely'
import { readPage, type Page } from '../database/page.ts'
import type { Db, Tables } from '../database/schema.ts'
import type { Difference, DifferenceKind, DifferenceOutcome, Side } from './difference.ts'

type Row = Selectable<Tables['reconciliation_difference']>

/**
 * Writes findings, and returns those that are concluded already. Earlier findings of the same run about
 * the same orders stay as they are.
 */
export async function insertDifferences(
  trx: Transaction<Tables>,
  differences: readonly Insertable<Tables['reconciliation_difference']>[],
): Promise<readonly { readonly kind: DifferenceKind; readonly outcome: DifferenceOutcome }[]> {
  const decided: { kind: DifferenceKind; outcome: DifferenceOutcome }[] = []
  // A statement holds 65535 values.
  for (let from = 0; from < differences.length; from += BATCH) {
    const written = await trx
      .insertInto('reconciliation_difference')
      .values(differences.slice(from, from + BATCH))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['kind', 'outcome'])
      .execute()
    for (const { kind, outcome } of written) if (outcome !== null) decided.push({ kind, outcome })
  }
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
  trx: Transaction<Tables>,
  { id, kind, message, theirs, outcome }: Difference & { readonly outcome: DifferenceOutcome },
): Promise<void> {
  await trx
    .updateTable('reconciliation_difference')
    .set({ kind, message, outcome, ...(theirs && { theirs: JSON.stringify(theirs) }) })
    .where('id', '=', id)
    .execute()
}

/** Records that QFPay did not answer about a difference. */
export async function countTry(trx: Transaction<Tables>, { id, tries }: Difference): Promise<void> {
  await trx
    .updateTable('reconciliation_difference')
    .set({ tries: tries + 1 })
    .where('id', '=', id)
    .execute()
}

/** Deletes a difference that proved to be none. */
export async function deleteDifference(trx: Transaction<Tables>, id: string): Promise<void> {
  await trx.deleteFrom('reconciliation_difference').where('id', '=', id).execute()
}

export type DifferenceFilter = Page & {
  readonly reconciliationId: string
  readonly kind?: DifferenceKind | undefined
  readonly isResolved?: boolean | undefined
}

/** With the merchant's own number for the payment. */
export type NamedDifference = Difference & { readonly reference: string | undefined }

/** The concluded ones, in the order in which they were found. */
export async function listDifferences(
  db: Db,
  filter: DifferenceFilter,
): Promise<{ readonly differences: readonly NamedDifference[]; readonly hasMore: boolean }> {
  const { kind, isResolved, reconciliationId } = filter
  let query = db
    .selectFrom('reconciliation_difference')
    .leftJoin('payment', 'payment.id', 'reconciliation_difference.payment_id')
    .selectAll('reconciliation_difference')
    .select('payment.reference')
    .where('outcome', 'is not', null)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (isResolved !== undefined) query = query.where('outcome', isResolved ? '<>' : '=', 'reported')
  const list = {
    table: 'reconciliation_difference',
    prefix: 'dif',
    order: 'oldest-first',
    only: { reconciliation_id: reconciliationId },
  } as const
  const { rows, hasMore } = await readPage(query, list, filter)
  const differences = rows.map((row) => ({
    ...fromRow(row),
    reference: row.reference ?? undefined,
  }))
  return { differences, hasMore }
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
    message: row.message,
    isDoubtful: row.is_doubtful,
    outcome: row.outcome ?? undefined,
    createdAt: row.created_at,
    tries: row.tries,
  }
}
