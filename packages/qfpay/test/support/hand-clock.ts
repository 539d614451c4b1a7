import type { Clock } from '../../src/system-clock.ts'

export type HandClock = Clock & {
  /** How long each sleep was to be, in order. */
  readonly slept: number[]
  /** Moves time forward and wakes who has slept enough. */
  advance(ms: number): void
}

type Sleeper = { readonly wakesAt: number; readonly wake: () => void }

/** A clock that moves by hand; sleeps shorter than `skipBelowMs` pass immediately and move it. */
export function createHandClock(startAt: number, skipBelowMs = 0): HandClock {
  let now = startAt
  let sleepers: Sleeper[] = []
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    advance(ms) {
      now += ms
      const woken = sleepers.filter(({ wakesAt }) => wakesAt <= now)
      sleepers = sleepers.filter(({ wakesAt }) => wakesAt > now)
      for (const { wake } of woken) wake()
    },
    sleep(ms, signal) {
      slept.push(ms)
      if (ms < skipBelowMs) {
        now += ms
        return Promise.resolve()
      }
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const sleeper = { wakesAt: now + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((one) => one !== sleeper)
          reject(new Error('the sleep was given up'))
        })
      })
    },
  }
}
