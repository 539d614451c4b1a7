import type { Journal, JournalEntry } from '../journal.ts'

/** The journal as server-sent events: what is newer than `after`, then everything as it happens. */
export function journalStream(journal: Journal, after: number): Response {
  let unsubscribe: (() => void) | undefined
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (entry: JournalEntry): void =>
        controller.enqueue(encoder.encode(`id: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`))
      // A first byte makes the browser's EventSource open at once.
      controller.enqueue(encoder.encode(': journal\n\n'))
      for (const entry of journal.list({ after })) send(entry)
      unsubscribe = journal.subscribe(send)
    },
    cancel: () => unsubscribe?.(),
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  })
}
