import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { streamText } from '../platform/stream-text.ts'
import { whileRead } from '../platform/while-read.ts'
import type { Runtime } from '../runtime.ts'

const CHUNK = 2 ** 16
/** A backup holds a connection: on the embedded database, the only one. */
const READ_WITHIN_MS = MINUTE_MS

/** The lines of a backup; backup.ts has their format. Sealed values stay sealed under TAEL_SECRET. */
export async function streamBackup(
  deps: Pick<Runtime, 'database' | 'clock' | 'newId'> & Acting,
): Promise<ReadableStream<Uint8Array>> {
  requirePermission(deps.actor, 'administer')
  await inTransaction(deps.database, (trx) =>
    recordAction(trx, deps, { action: 'backup.taken', subject: { type: 'server' } }),
  )
  return streamText(
    whileRead(inChunks(deps.database.backup()), {
      clock: deps.clock,
      ms: READ_WITHIN_MS,
      reason: 'The backup was ended: nobody had read on for a minute',
    }),
  )
}

/** Many lines at once: each chunk goes its own way through the stream, the network and gzip. */
async function* inChunks(
  lines: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<string, void, undefined> {
  let chunk = ''
  for await (const line of lines) {
    chunk += `${line}\n`
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}
