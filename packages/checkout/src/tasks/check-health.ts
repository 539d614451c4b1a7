import { MINUTE_MS } from '../platform/durations.ts'
import type { Rounds } from '../platform/rounds.ts'

export type Health = {
  readonly status: 'ok' | 'failing'
  /** What is wrong, in words that tell a stranger nothing. */
  readonly problems?: readonly string[]
}

/** Whether this process works, or only a restart helps. Asks no other machine. */
export function checkHealth({ rounds }: { readonly rounds: Rounds }): Health {
  const problems = rounds
    .overdue()
    .map(
      ({ task, forMs }) =>
        `The task ${task} has been under way for ${Math.floor(forMs / MINUTE_MS)} minutes: restart this process.`,
    )
  return problems.length === 0 ? { status: 'ok' } : { status: 'failing', problems }
}
