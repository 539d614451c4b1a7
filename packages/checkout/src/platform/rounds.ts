import type { Clock } from './clock.ts'
import { MINUTE_MS } from './durations.ts'

/** The longest known round is refunds for an account with few requests a minute. */
export const ROUND_WITHIN_MS = 10 * MINUTE_MS

type OverdueRound = { readonly task: string; readonly forMs: number }

/** Which tasks of this process are in a round, and since when. */
export interface Rounds {
  /** Runs a round of a task and counts it until it ends. */
  run(task: string, work: () => Promise<unknown>): Promise<void>
  /** Those that take far too long: something in them never ends. */
  overdue(): readonly OverdueRound[]
}

export function createRounds(clock: Clock): Rounds {
  const begun = new Map<string, number>()
  const nowMs = (): number => clock.now().getTime()
  return {
    async run(task, work) {
      begun.set(task, nowMs())
      try {
        await work()
      } finally {
        begun.delete(task)
      }
    },
    overdue: () =>
      [...begun]
        .map(([task, since]) => ({ task, forMs: nowMs() - since }))
        .filter(({ forMs }) => forMs > ROUND_WITHIN_MS),
  }
}
