import type { Account } from '../accounts/account.ts'
import { inTransaction } from '../database/transaction.ts'
import { SECOND_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import { callFirst, countCalled, lockQueueToCall } from './turn-store.ts'
import { CALL_MS, PRESENT_MS, turnsInWindow, WINDOW_MS } from './turn.ts'

/** However many processes do this, one of them calls in each second. */
const EVERY_MS = SECOND_MS

/** Calls those whose turn has come, among the payers of all links of an account. */
export async function callTurns(
  deps: Pick<Runtime, 'database' | 'clock'>,
  { id, settings }: Account,
): Promise<void> {
  const now = deps.clock.now()
  const since = (ms: number): Date => new Date(now.getTime() - ms)
  await inTransaction(deps.database, async (trx) => {
    if (!(await lockQueueToCall(trx, id, { now, since: since(EVERY_MS) }))) return
    const limit = turnsInWindow(settings) - (await countCalled(trx, id, since(WINDOW_MS)))
    if (limit <= 0) return
    const [presentSince, calledSince] = [since(PRESENT_MS), since(CALL_MS)]
    await callFirst(trx, id, { now, limit, presentSince, calledSince })
  })
}
