import type { Trx } from '../database/schema.ts'
import type { Runtime } from '../runtime.ts'
import { whoOf, type Acting } from './actor.ts'
import type { AuditAction, AuditFacts, AuditSubject } from './audit-entry.ts'
import { insertEntry } from './audit-store.ts'

/**
 * Writes down who does what, in the transaction that does it. One insert without a lock: the entry gets
 * its place in the chain later (chain-entries.ts). `before` and `after` name no secret and nobody.
 */
export async function recordAction(
  trx: Trx,
  deps: Pick<Runtime, 'clock' | 'newId'> & Acting,
  done: {
    readonly action: AuditAction
    readonly subject: AuditSubject
    readonly before?: AuditFacts
    readonly after?: AuditFacts
  },
): Promise<void> {
  const { actor } = deps
  await insertEntry(trx, {
    id: deps.newId('aud'),
    at: deps.clock.now(),
    who: whoOf(actor),
    address: actor.address,
    action: done.action,
    subject: done.subject,
    before: done.before,
    after: done.after,
  })
}
