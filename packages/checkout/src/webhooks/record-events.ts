import { sql } from 'kysely'
import { breaksCheckOf, OutdatedError } from '../database/failure.ts'
import { tellOnCommit, type Writer } from '../database/transaction.ts'
import type { EventDraft } from '../events/event-data.ts'
import { insertEvents, numberEvents } from '../events/event-store.ts'
import type { EventType } from '../events/event.ts'
import { queueWebhooks, type EventWriter, type Subject } from './queue-webhooks.ts'

/** Parts of one statement, by their names; each may name those before it. */
export type Parts = Readonly<Record<string, object>>

/**
 * Appends events to the timeline of a payment or a reconciliation, and queues its merchant's webhooks.
 * The subject is as it is after the events; its sequence includes them. `parts` write the subject, where that
 * is not done yet, and what belongs to it; the one called `changed` decides: if it changes no row, then no
 * event is written and the answer is false. All of it is one statement.
 */
export async function recordEvents(
  writer: Writer,
  deps: EventWriter,
  {
    subject,
    drafts,
    parts = { changed: sql`select` },
  }: {
    readonly subject: Subject
    readonly drafts: readonly EventDraft[]
    readonly parts?: Parts & { readonly changed: object }
  },
): Promise<boolean> {
  const events = numberEvents(deps, subject, drafts)
  const all = Object.entries({
    ...parts,
    recorded: insertEvents(subject, events),
    queued: queueWebhooks(deps, subject, events),
  }).map(([name, part]) => sql`${sql.id(name)} as (${part})`)
  const { rows } = await sql<{ isChanged: boolean; queued: readonly EventType[] }>`
    with ${sql.join(all)} select exists (select from changed) as "isChanged",
      array(select type from queued) as queued`
    .execute(writer)
    .catch((error: unknown) => {
      if (!breaksCheckOf('webhook_delivery', error)) throw error
      deps.unwantedEvents.forget(subject.accountId)
      throw new OutdatedError('Meanwhile an endpoint wants what none wanted', { cause: error })
    })
  const [row] = rows
  if (row?.isChanged !== true) return false
  const written = events.map(({ type }) => type)
  deps.unwantedEvents.note(subject.accountId, { written, queued: row.queued })
  tellOnCommit(writer, events)
  return true
}
