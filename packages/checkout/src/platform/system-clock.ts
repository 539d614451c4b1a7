import type { Clock } from './clock.ts'

/** The machine's own time: the only place that reads it. */
export const systemClock: Clock = {
  now: () => new Date(),
  // Not Node's own: that makes an error with a stack for each sleep that ends early, and most do.
  sleep(ms, signal) {
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
  },
}
