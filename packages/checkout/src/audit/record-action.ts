import type { AddedRow } from '../database/backup/restore.ts'
import type { Trx } from '../database/schema.ts'
import type { Runtime } from '../runtime.ts'
import { whoOf, type Acting } from './actor.ts'
import type { AuditAction, AuditEntry, AuditFacts, AuditSubject } from './audit-entry.ts'
import { entryAsJson, insertEntry } from './audit-store.ts'

type Needs = Pick<Runtime, 'clock' | 'newId'> & Acting
type Done = {
  readonly action: AuditAction
  readonly subject: AuditSubject
  readonly before?: AuditFacts
  readonly after?: AuditFacts
}

/**
 * Writes down who does what, in the transaction that does it. One insert without a lock: the entry gets
 * its place in the chain later (chain-entries.ts). `before` and `after` name no secret and nobody.
 */
export async function recordAction(trx: Trx, deps: Needs, done: Done): Promise<void> {
  await insertEntry(trx, entryOf(deps, done))
}

/** The same for a restore, which writes it into the tables of the backup's version. */
export function actionAsRow(deps: Needs, done: Done): AddedRow {
  return { table: 'audit_entry', row: entryAsJson(entryOf(deps, done)) }
}

function entryOf({ actor, clock, newId }: Needs, done: Done): AuditEntry {
  return {
    id: newId('aud'),
    at: clock.now(),
    who: whoOf(actor),
    address: actor.address,
    action: done.action,
    subject: done.subject,
    before: done.before,
    after: done.after,
  }
}
