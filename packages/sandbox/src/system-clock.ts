import { randomBytes } from 'node:crypto'

/** The machine's time; the sandbox reads it only here. */
export interface SystemTime {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `wake` once after `delayMs`; the returned function cancels it. */
  wait(delayMs: number, wake: () => void): () => void
}

// Node fires immediately if a delay exceeds 2^31-1 ms; a caller that wakes early looks at the clock and waits again.
const MAX_WAIT_MS = 2_147_483_647

export const systemTime: SystemTime = {
  now: () => Date.now(),
  wait(delayMs, wake) {
    const timer = setTimeout(wake, Math.min(delayMs, MAX_WAIT_MS))
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Gives work a signal that aborts after `ms`, and waits no longer. Fails with a TimeoutError. */
export async function beforeDeadline<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const late = new AbortController()
  // AbortSignal.timeout keeps no process alive, and a receiver in this one may be all that it waits for.
  const timer = setTimeout(() => {
    const reason = new DOMException('The time limit was reached.', 'TimeoutError')
    late.abort(reason)
    reject(reason)
  }, ms)
  try {
    // A handler that is called in process may ignore the signal.
    return await Promise.race([work(late.signal), expired])
  } finally {
    clearTimeout(timer)
  }
}

/** A number in [0, 1) that nobody can predict. */
export const systemRandom = (): number => randomBytes(4).readUInt32BE() / 2 ** 32

export const systemFetch: typeof fetch = (input, init) => fetch(input, init)
