import { randomBytes } from 'node:crypto'

/** The machine's time, the only place from which the sandbox takes it. */
export interface SystemTime {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `wake` once after `delayMs`; the returned function takes it back. */
  wait(delayMs: number, wake: () => void): () => void
}

// Node fires at once when a delay exceeds 2^31-1 ms; whoever wakes early looks at the clock and waits again.
const MAX_WAIT_MS = 2_147_483_647

export const systemTime: SystemTime = {
  now: () => Date.now(),
  wait(delayMs, wake) {
    const timer = setTimeout(wake, Math.min(delayMs, MAX_WAIT_MS))
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Gives work a signal that aborts after `ms`, and does not wait longer. Fails with a TimeoutError. */
export async function beforeDeadline<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const late = new AbortController()
  // AbortSignal.timeout keeps no process alive, and a receiver in this one may be all that it waits for.
  const timer = setTimeout(() => {
    const reason = new DOMException('The time is over.', 'TimeoutError')
    late.abort(reason)
    reject(reason)
  }, ms)
  try {
    // A handler that is called in process may not look at the signal.
    return await Promise.race([work(late.signal), expired])
  } finally {
    clearTimeout(timer)
  }
}

/** A number in [0, 1) that nobody can foresee. */
export const systemRandom = (): number => randomBytes(4).readUInt32BE() / 2 ** 32

export const systemFetch: typeof fetch = (input, init) => fetch(input, init)
