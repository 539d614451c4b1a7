import { setTimeout as sleep } from 'node:timers/promises'

/** The passage of time, injected so that a test or a simulation can move it. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number
  /** Resolves after `ms` milliseconds; rejects as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
}

/** The machine's own randomness, in [0, 1): for jitter only, never for anything secret. */
export const systemRandom = (): number => Math.random()

/** The machine's own network. */
export const systemFetch: typeof fetch = (input, init) => fetch(input, init)
