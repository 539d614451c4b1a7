import type { Trx } from '../database/schema.ts'
import { lockReconcileAt, updateReconcileAt } from './account-store.ts'

/**
 * Records when the account's next reconciliation is due, if one is due or none was ever planned. Only
 * one caller gets `due`, however many ask.
 */
export async function planReconciliation(
  trx: Trx,
  accountId: string,
  { now, nextAt }: { readonly now: Date; readonly nextAt: Date },
): Promise<'due' | 'planned' | 'waits'> {
  const plannedAt = await lockReconcileAt(trx, accountId)
  if (plannedAt !== undefined && plannedAt > now) return 'waits'
  await updateReconcileAt(trx, accountId, nextAt)
  return plannedAt === undefined ? 'planned' : 'due'
}
