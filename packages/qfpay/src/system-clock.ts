/** The passage of time, injected so that a test or a simulation can move it. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep,
}

/** Not Node's own: that makes an error with a stack for each sleep that is ended, and every request ends one. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const end = (): void => {
    clearTimeout(timer)
    reject(signal?.reason as Error)
  }
  const timer = setTimeout(() => {
    signal?.removeEventListener('abort', end)
    resolve(undefined)
  }, ms)
  if (signal?.aborted === true) end()
  else signal?.addEventListener('abort', end, { once: true })
  return promise
}

/** The machine's own randomness, in [0, 1): for jitter only, never for anything secret. */
export const systemRandom = (): number => Math.random()

/** The machine's own network. */
export const systemFetch: typeof fetch = (input, init) => fetch(input, init)
