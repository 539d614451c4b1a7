import type { Clock } from './clock.ts'
import { SECOND_MS } from './durations.ts'
import { inTime } from './within.ts'

const LONGEST_MS = SECOND_MS

/** Lets work of its own wait until nobody is being served. */
export type Serving = {
  readonly serve: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** After a second at the latest. */
  readonly untilIdle: () => Promise<void>
}

export function createServing(clock: Clock): Serving {
  let served = 0
  let idle = Promise.withResolvers<undefined>()
  return {
    async serve(work) {
      served += 1
      try {
        return await work()
      } finally {
        served -= 1
        if (served === 0) {
          idle.resolve(undefined)
          idle = Promise.withResolvers()
        }
      }
    },
    async untilIdle() {
      if (served > 0) await inTime({ clock, ms: LONGEST_MS }, idle.promise)
    },
  }
}
