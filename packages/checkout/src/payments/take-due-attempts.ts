import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { firstDueAt, lockDueAttempts } from './attempt-store.ts'
import type { Attempt } from './attempt.ts'

/**
 * Takes attempts about which something is due, each for one worker. Asked every second, and mostly in
 * vain: then one look at the end of an index is all.
 */
export async function takeDueAttempts(
  deps: Pick<Deps, 'database'>,
  planned: Parameters<typeof lockDueAttempts>[1],
  take: Parameters<typeof lockDueAttempts>[2],
): Promise<readonly Attempt[]> {
  const firstAt = await firstDueAt(deps.database.db, planned)
  if (firstAt === undefined || firstAt > take.now) return []
  return inTransaction(deps.database, (trx) => lockDueAttempts(trx, planned, take))
}
