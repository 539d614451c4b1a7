import type { Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import { lockReconcileAt, updateReconcileAt } from './account-store.ts'

/**
 * Writes down when an account is reconciled next, if that is due or was never planned. `due` is told
 * to one caller only, however many ask.
 */
export async function planReconciliation(
  trx: Transaction<Tables>,
  accountId: string,
  { now, nextAt }: { readonly now: Date; readonly nextAt: Date },
): Promise<'due' | 'planned' | 'waits'> {
  const plannedAt = await lockReconcileAt(trx, accountId)
  if (plannedAt !== undefined && plannedAt > now) return 'waits'
  await updateReconcileAt(trx, accountId, nextAt)
  return plannedAt === undefined ? 'planned' : 'due'
}
