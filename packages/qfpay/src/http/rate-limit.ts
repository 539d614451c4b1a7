import { MINUTE_MS, SECOND_MS } from '../durations.ts'
import type { Clock } from '../system-clock.ts'

/** Grants requests their turn. Write your own if several processes share one account's limit. */
export interface RateLimiter {
  /** Resolves when the request may go out; rejects when the signal aborts first. */
  acquire(request: { readonly endpoint: string; readonly signal?: AbortSignal }): Promise<void>
}

/** At most so many requests in any second and in any minute, both windows sliding. */
export type RateLimit = { readonly perSecond: number; readonly perMinute: number }

/** Keeps one process within a limit; first come, first served. */
export function createRateLimiter(limit: RateLimit, clock: Clock): RateLimiter {
  let sent: number[] = []
  let last: Promise<unknown> = Promise.resolve()

  return {
    async acquire({ signal }) {
      const before = last
      const turn = Promise.withResolvers<undefined>()
      last = turn.promise
      try {
        await unlessAborted(before, signal)
        for (let wait = waitMs(); wait > 0; wait = waitMs()) {
          signal?.throwIfAborted()
          await clock.sleep(wait, signal)
        }
        sent.push(clock.now())
      } finally {
        // A request that gives up in the queue leaves the order of the others unchanged.
        void before.then(() => turn.resolve(undefined))
      }
    },
  }

  function waitMs(): number {
    const now = clock.now()
    // If the clock was set back, we would wait for as long as it was set back.
    if ((sent.at(-1) ?? now) > now) sent = sent.map(() => now)
    sent = sent.filter((at) => at > now - MINUTE_MS)
    return Math.max(
      freeIn(sent.at(-limit.perSecond), SECOND_MS, now),
      freeIn(sent.at(-limit.perMinute), MINUTE_MS, now),
    )
  }
}

function freeIn(at: number | undefined, windowMs: number, now: number): number {
  return at === undefined ? 0 : at + windowMs - now
}

async function unlessAborted(
  work: Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal === undefined) {
    await work
    return
  }
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
