import type { Clock } from './clock.ts'
import { HOUR_MS, MINUTE_MS } from './durations.ts'

/** A task waits for nothing that takes minutes: it looks, and begins what is due. */
export const ROUND_WITHIN_MS = 10 * MINUTE_MS
/** What they begin may wait long for its permits, where an account has few of them. */
export const BEGUN_WITHIN_MS = HOUR_MS

type Round = { readonly task: string; readonly since: number; readonly withinMs: number }
type OverdueRound = { readonly task: string; readonly forMs: number }

/** Which tasks of this process are in a round, and since when. */
export interface Rounds {
  /** Runs a round of a task and counts it until it ends. */
  run<Result>(task: string, work: () => Promise<Result>, withinMs?: number): Promise<Result>
  /** Those that take far too long: something in them never ends. */
  overdue(): readonly OverdueRound[]
}

export function createRounds(clock: Clock): Rounds {
  const begun = new Set<Round>()
  const nowMs = (): number => clock.now().getTime()
  return {
    async run(task, work, withinMs = ROUND_WITHIN_MS) {
      const round = { task, since: nowMs(), withinMs }
      begun.add(round)
      try {
        return await work()
      } finally {
        begun.delete(round)
      }
    },
    overdue: () =>
      [...begun].flatMap(({ task, since, withinMs }) => {
        const forMs = nowMs() - since
        return forMs > withinMs ? [{ task, forMs }] : []
      }),
  }
}
