import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Journal, JournalEntry } from '../state/journal.ts'

/**
 * The journal as server-sent events: entries newer than `after`, then new ones as they happen. With
 * `newest`, only that many of the former, in one event "entries" whose data is a list.
 */
export function journalStream(
  c: Context,
  journal: Journal,
  { after, newest }: { readonly after: number; readonly newest?: number | undefined },
): Response {
  return streamSSE(c, async (stream) => {
    const send = (entry: JournalEntry): void =>
      void stream.writeSSE({ id: String(entry.id), data: JSON.stringify(entry) })
    // Awaits nothing before the subscription, so that no entry falls in between.
    // A first byte makes the browser's EventSource open immediately.
    void stream.write(': journal\n\n')
    if (newest === undefined) journal.list({ after }).forEach(send)
    else {
      const entries = journal.list({ after, limit: newest })
      void stream.writeSSE({ event: 'entries', data: JSON.stringify(entries) })
    }
    const unsubscribe = journal.subscribe(send)
    await new Promise<void>((resolve) => stream.onAbort(resolve))
    unsubscribe()
  })
}
