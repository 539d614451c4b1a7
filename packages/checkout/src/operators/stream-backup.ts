import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'

/** The lines of a backup; backup.ts has their format. Sealed values stay sealed under TAEL_SECRET. */
export async function streamBackup(
  deps: Pick<Runtime, 'database' | 'clock' | 'newId'> & Acting,
): Promise<ReadableStream<Uint8Array>> {
  requirePermission(deps.actor, 'administer')
  await inTransaction(deps.database, (trx) =>
    recordAction(trx, deps, { action: 'backup.taken', subject: { type: 'server' } }),
  )
  const lines = deps.database.backup()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(`${value}\n`))
    },
    // A reader that goes away must not keep the snapshot.
    async cancel() {
      await lines.return()
    },
  })
}
