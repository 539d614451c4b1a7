import type { Clock } from '../platform/clock.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { inBatches } from './in-batches.ts'
import type { PeriodicWork } from './work.ts'

/** However much there is to delete, each process rests for longer than it works. */
const EVERY_MS = 5 * MINUTE_MS
const WITHIN_MS = 2 * MINUTE_MS

/** Deletes rows that are too old, a part of them at a time. */
export function pruning<Needs extends { readonly clock: Clock }>(what: {
  readonly name: string
  readonly keptMs: (deps: Needs) => number
  /** Deletes some of them, and returns how many. */
  readonly deleteBefore: (deps: Needs, before: Date, limit: number) => Promise<number>
}): PeriodicWork<Needs> {
  return {
    name: what.name,
    everyMs: EVERY_MS,
    async run(deps, stopped) {
      const now = deps.clock.now().getTime()
      const before = new Date(now - what.keptMs(deps))
      const isOver = (): boolean =>
        stopped?.aborted === true || deps.clock.now().getTime() >= now + WITHIN_MS
      await inBatches((limit) => what.deleteBefore(deps, before, limit), isOver)
    },
  }
}
