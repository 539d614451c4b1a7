import { hash } from 'node:crypto'
import { inTransaction } from '../database/transaction.ts'
import { inRounds, type DueWork } from '../database/work.ts'
import type { Runtime } from '../runtime.ts'
import { listUnchained, lockChainEnd, oldestUnchained, writeChained } from './audit-store.ts'
import { extendChain } from './chain.ts'

type Needs = Pick<Runtime, 'database' | 'log'>

const BATCH = 200

export const auditWork: DueWork<Needs> = {
  name: 'audit',
  firstDue: oldestUnchained,
  start: inRounds(chainEntries),
}

/**
 * Gives new entries of the audit log their places in the chain; returns how many. Any number of processes
 * may do it: one extends, the others leave it to that one.
 */
export async function chainEntries(deps: Needs): Promise<number> {
  const chained = await inTransaction(deps.database, async (trx) => {
    const end = await lockChainEnd(trx)
    if (end === undefined) return []
    const entries = extendChain(end, await listUnchained(trx, BATCH), sha256)
    await writeChained(trx, entries)
    return entries
  })
  const last = chained.at(-1)
  // Where the log is kept elsewhere, it remembers an end that no change of the database can take back.
  if (last) deps.log.info('audit.chained', { sequence: last.sequence, hash: last.hash })
  return chained.length
}

function sha256(text: string): string {
  return hash('sha256', text)
}
