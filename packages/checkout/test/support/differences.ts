import { inTransaction } from '../../src/database/transaction.ts'
import { insertDifferences } from '../../src/reconciliation/difference-store.ts'
import type { TestDeps } from './checkout.ts'

/** A difference that a run has left to people; returns its id. */
export async function openTestDifference(deps: TestDeps, run: string): Promise<string> {
  const id = deps.newId('dif')
  await inTransaction(deps.database, (trx) =>
    insertDifferences(trx, [
      {
        id,
        reconciliation_id: run,
        kind: 'unknown',
        out_trade_no: `KIOSK-${id}`,
        message: 'Its number is none of Tael',
        is_doubtful: false,
        outcome: 'reported',
        created_at: deps.clock.now(),
        tries: 0,
      },
    ]),
  )
  return id
}
