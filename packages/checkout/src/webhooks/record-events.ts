import { sql, type Transaction } from 'kysely'
import type { Tables } from '../database/schema.ts'
import { tellOnCommit } from '../database/transaction.ts'
import type { EventDraft } from '../events/event-data.ts'
import { numberEvents, withEvents, type WrittenRow } from '../events/event-store.ts'
import type { Runtime } from '../runtime.ts'
import { queueWebhooks, type Subject } from './queue-webhooks.ts'

/**
 * Appends events to the timeline of a payment or a reconciliation, and queues its merchant's webhooks.
 * The subject is as it is after the events; its sequence includes them. `change` is the statement that
 * writes the subject, where that is not done yet: all of it is one round trip. False if it changes no
 * row; then nothing is written.
 */
export async function recordEvents(
  trx: Transaction<Tables>,
  deps: Pick<Runtime, 'clock' | 'newId'>,
  {
    subject,
    drafts,
    change = sql`(select ${subject.id}::text as id)`,
  }: {
    readonly subject: Subject
    readonly drafts: readonly EventDraft[]
    readonly change?: WrittenRow
  },
): Promise<boolean> {
  const events = numberEvents(deps, subject, drafts)
  const { isChanged } = await withEvents(trx, { subject, events, change })
    .with('queued', () => queueWebhooks(deps, subject, events))
    .selectNoFrom((select) =>
      select.exists(select.selectFrom('changed').select('id')).as('isChanged'),
    )
    .executeTakeFirstOrThrow()
  if (isChanged !== true) return false
  tellOnCommit(trx, events)
  return true
}
