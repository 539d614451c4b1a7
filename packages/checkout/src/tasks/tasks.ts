import { type Deps } from '../deps.ts'
import { forgetOldKeys } from '../http/idempotency.ts'
import { enquireDueAttempts } from '../payments/enquire-due-attempts.ts'
import { expirePayments } from '../payments/expire-payments.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** What must happen without anybody asking for it. Any number of processes may do it at once. */
const TASKS = [
  { name: 'enquire', everyMs: SECOND, run: enquireDueAttempts },
  { name: 'expire', everyMs: SECOND, run: expirePayments },
  { name: 'forget-keys', everyMs: 10 * MINUTE, run: forgetOldKeys },
  { name: 'maintain', everyMs: MINUTE, run: (deps: Deps) => deps.database.maintain() },
] as const

/** Starts the tasks; the function returned stops them and waits for those under way. */
export function startTasks(deps: Deps): () => Promise<void> {
  const stopped = new AbortController()
  const loops = TASKS.map((task) => repeat(deps, task, stopped.signal))
  return async () => {
    stopped.abort()
    await Promise.all(loops)
  }
}

async function repeat(
  deps: Deps,
  task: (typeof TASKS)[number],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await task.run(deps)
    } catch (error) {
      // The next round tries again: whatever was due still is.
      deps.log.error('task.failed', { task: task.name, error })
    }
    await deps.clock.sleep(task.everyMs, signal).catch(() => undefined)
  }
}
