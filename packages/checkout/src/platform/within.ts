import type { Clock } from './clock.ts'

/** Why nobody waits any longer. One for all: without a reason, each abort makes an error with a stack. */
export const ANSWERED = new Error('What was waited for has come')

/** Gives work a signal that aborts, with the reason, if it takes longer than `ms`. */
export async function within<Result>(
  limit: { readonly clock: Clock; readonly ms: number; readonly reason: string },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const expired = new AbortController()
  const over = new AbortController()
  void limit.clock.sleep(limit.ms, over.signal).then(
    () => expired.abort(new Error(limit.reason)),
    () => undefined,
  )
  try {
    return await work(expired.signal)
  } finally {
    over.abort(ANSWERED)
  }
}

/** What the work results in, or undefined if it takes longer than `ms`; it continues, and nobody waits for it. */
export async function inTime<Result>(
  { clock, ms }: { readonly clock: Clock; readonly ms: number },
  work: Promise<Result>,
): Promise<Result | undefined> {
  const over = new AbortController()
  const patience = clock.sleep(ms, over.signal).catch(() => undefined)
  try {
    return await Promise.race([work, patience.then(() => undefined)])
  } finally {
    over.abort(ANSWERED)
  }
}
