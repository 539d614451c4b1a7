import type { Journal, JournalEntry } from '../state/journal.ts'

/**
 * The journal as server-sent events: what is newer than `after`, then everything as it happens. With
 * `newest`, no more than so many of the former, in one event "entries" whose data is a list.
 */
export function journalStream(
  journal: Journal,
  { after, newest }: { readonly after: number; readonly newest?: number | undefined },
): Response {
  let unsubscribe: (() => void) | undefined
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (entry: JournalEntry): void =>
        controller.enqueue(encoder.encode(`id: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`))
      // A first byte makes the browser's EventSource open at once.
      controller.enqueue(encoder.encode(': journal\n\n'))
      if (newest === undefined) for (const entry of journal.list({ after })) send(entry)
      else {
        const entries = JSON.stringify(journal.list({ after, limit: newest }))
        controller.enqueue(encoder.encode(`event: entries\ndata: ${entries}\n\n`))
      }
      unsubscribe = journal.subscribe(send)
    },
    cancel: () => unsubscribe?.(),
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  })
}
