import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import type { Acting } from './actor.ts'
import { requirePermission } from './permission.ts'
import { recordAction } from './record-action.ts'

/**
 * Writes down what a person asks for or takes away, before they get it. Not for an API key: its server reads all day
 * what is its account's own.
 */
export async function recordReading(
  deps: Pick<Runtime, 'database' | 'clock' | 'newId'> & Acting,
  done: Parameters<typeof recordAction>[2],
): Promise<void> {
  requirePermission(deps.actor, 'read')
  if (deps.actor.kind === 'api_key') return
  await inTransaction(deps.database, (trx) => recordAction(trx, deps, done))
}
