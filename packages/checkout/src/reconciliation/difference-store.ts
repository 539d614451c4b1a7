import type { Insertable, Selectable, Transaction } from 'kysely'
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

export type DifferenceFilter = {
  readonly reconciliationId: string
  readonly kind?: DifferenceKind | undefined
  readonly isResolved?: boolean | undefined
  /** A difference's id: only later ones. */
  readonly startingAfter?: string | undefined
  readonly limit: number
}

/** The concluded ones, in the order in which they were found. */
export async function listDifferences(
  db: Db,
  filter: DifferenceFilter,
): Promise<readonly (Difference & { readonly reference: string | undefined })[]> {
  const { kind, isResolved, startingAfter } = filter
  let query = db
    .selectFrom('reconciliation_difference')
    .leftJoin('payment', 'payment.id', 'reconciliation_difference.payment_id')
    .selectAll('reconciliation_difference')
    .select('payment.reference')
    .where('reconciliation_id', '=', filter.reconciliationId)
    .where('outcome', 'is not', null)
    .orderBy('reconciliation_difference.id')
    .limit(filter.limit)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (isResolved !== undefined) query = query.where('outcome', isResolved ? '<>' : '=', 'reported')
  if (startingAfter !== undefined) {
    query = query.where('reconciliation_difference.id', '>', startingAfter)
  }
  const rows = await query.execute()
  return rows.map((row) => ({ ...fromRow(row), reference: row.reference ?? undefined }))
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
