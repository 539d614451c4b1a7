import type { Clock } from './clock.ts'
import { ANSWERED } from './within.ts'

/**
 * Gives chunks as long as somebody asks for them. If nobody asks for the next one within `ms`, it ends what makes
 * them, which may hold a connection, and fails with the reason when somebody does ask.
 */
export async function* whileRead<Chunk>(
  chunks: AsyncGenerator<Chunk, void, undefined>,
  limit: { readonly clock: Clock; readonly ms: number; readonly reason: string },
): AsyncGenerator<Chunk, void, undefined> {
  for await (const chunk of chunks) {
    const asked = new AbortController()
    const ended = limit.clock.sleep(limit.ms, asked.signal).then(
      () =>
        chunks.return().then(
          () => true,
          // Its connection may be gone meanwhile, and nobody hears of it before somebody asks for the next chunk.
          () => true,
        ),
      () => false,
    )
    try {
      yield chunk
    } finally {
      asked.abort(ANSWERED)
    }
    if (await ended) throw new Error(limit.reason)
  }
}
