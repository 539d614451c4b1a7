import { createClock, createSandbox, type Sandbox } from '@tael/sandbox'

const NOON_IN_HONG_KONG = Date.parse('2026-03-02T04:00:00Z')

/** Gateway and WeChat for a server whose clock runs faster by the same factor. */
export function openSandbox({
  factor,
  fetch,
}: {
  readonly factor: number
  /** The way of notifications. */
  readonly fetch: typeof globalThis.fetch
}): Sandbox {
  const realAt = Date.now()
  return createSandbox({
    clock: createClock({
      time: {
        now: () => NOON_IN_HONG_KONG + (Date.now() - realAt) * factor,
        wait(delayMs, wake) {
          const timer = setTimeout(wake, Math.min(delayMs / factor, 2 ** 31 - 1))
          timer.unref()
          return () => clearTimeout(timer)
        },
      },
    }),
    // Time flies here; a night or a month of few takings is not what these trials are about.
    settings: { refundNightWindow: false, unsettledFloat: null },
    fetch,
  })
}
