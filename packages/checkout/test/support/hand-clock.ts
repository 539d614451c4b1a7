import { setTimeout as pause } from 'node:timers/promises'
import { isDatabaseBusy } from '@tael/testing/busy-database'
import { passUntilDone } from '@tael/testing/pass-until-done'
import type { Clock } from '../../src/platform/clock.ts'

export interface HandClock extends Clock {
  /** Moves the time forward and wakes every sleeper that is due, the earliest first. */
  advance(ms: number): Promise<void>
}

type Sleeper = { readonly dueAt: number; readonly wake: () => void }

/** A clock that stands still until a test moves it. Starts at an instant no test depends on. */
export function createHandClock(startAt = new Date('2026-03-02T04:00:00Z')): HandClock {
  let time = startAt.getTime()
  let sleepers: readonly Sleeper[] = []

  return {
    now: () => new Date(time),
    sleep(ms, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const sleeper = { dueAt: time + ms, wake: () => resolve(undefined) }
      const stop = () => {
        sleepers = sleepers.filter((other) => other !== sleeper)
        reject(signal?.reason as Error)
      }
      if (signal?.aborted === true) stop()
      else {
        sleepers = [...sleepers, sleeper]
        signal?.addEventListener('abort', stop, { once: true })
      }
      return promise.finally(() => signal?.removeEventListener('abort', stop))
    },
    async advance(ms) {
      const until = time + ms
      for (;;) {
        const next = sleepers.filter((one) => one.dueAt <= until).sort(byDueTime)[0]
        if (next === undefined) break
        time = Math.max(time, next.dueAt)
        sleepers = sleepers.filter((other) => other !== next)
        next.wake()
        await settled()
      }
      time = until
    },
  }
}

/** Lets time pass until `work` is done, so that its requests to network and database get their answers. */
export function whileTimePasses<Value>(clock: HandClock, work: Promise<Value>): Promise<Value> {
  return passUntilDone(work, async () => {
    await clock.advance(50)
    // However long the database takes, no lease and no time-out ends meanwhile.
    do await pause(1)
    while (isDatabaseBusy())
  })
}

function byDueTime(one: Sleeper, other: Sleeper): number {
  return one.dueAt - other.dueAt
}

/** Lets all that were woken run on, and perhaps sleep again, before time moves further. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
