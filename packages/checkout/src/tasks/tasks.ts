import type { PeriodicWork } from '../database/work.ts'
import type { Deps } from '../deps.ts'
import { createDueServer, type DueServer } from '../platform/due-server.ts'
import { MINUTE_MS, SECOND_MS } from '../platform/durations.ts'
import { inSpan } from '../platform/tracing.ts'
import { DUE_WORK, PERIODIC_WORK } from './background-work.ts'
import { lookForWork, warnOfLags } from './read-lags.ts'

const WATCHES: readonly PeriodicWork<Deps>[] = [
  { name: 'watch-rounds', everyMs: 15 * SECOND_MS, run: watchRounds },
  { name: 'maintain', everyMs: MINUTE_MS, run: (deps) => deps.database.maintain() },
]

/** Starts the tasks; the returned function stops them and waits for those under way. */
export function startTasks(deps: Deps): () => Promise<void> {
  const stopped = new AbortController()
  const works = new Map(DUE_WORK.map(({ name, start }) => [name, start(deps)]))
  const looks = createLooks(deps, works)
  const look: PeriodicWork<Deps> = { name: 'look', everyMs: SECOND_MS, run: looks.serveDue }
  const periodic = [...PERIODIC_WORK, ...WATCHES, look]
  const loops = periodic.map((work) => repeat(deps, work, stopped.signal))
  return async () => {
    stopped.abort()
    deps.gateways.giveUp()
    await Promise.all(loops)
    await looks.stop()
    await Promise.all([...works.values()].map((work) => work.stop()))
    for (const work of periodic) if (work.isLastAct) await runOnce(deps, work)
  }
}

/**
 * Looks what is due, and serves each kind of work separately: while nothing is due, a look is all. Warns once a
 * minute of what runs late.
 */
function createLooks(deps: Deps, works: ReadonlyMap<string, DueServer>): DueServer {
  let warnedAt = -Infinity
  return createDueServer({
    async findDue(besides) {
      const look = await lookForWork(deps)
      const now = deps.clock.now().getTime()
      // Somebody may have set the clock back.
      if (Math.abs(now - warnedAt) >= MINUTE_MS) {
        warnedAt = now
        warnOfLags(deps, look)
      }
      return look.due.filter((work) => !besides.includes(work))
    },
    async serve(name) {
      await deps.rounds.run(name, () =>
        inSpan({ name: `task ${name}`, side: 'works' }, async () => works.get(name)?.serveDue()),
      )
      return 0
    },
    // The next round retries: the work is still due.
    onFailure: (task, error) => deps.log.error('task.failed', { task, error }),
  })
}

/** Sends no request, so nothing can delay it. */
function watchRounds({ rounds, log }: Deps): Promise<void> {
  for (const { task, forMs } of rounds.overdue()) {
    log.error('task.stuck', { task, for_ms: forMs })
  }
  return Promise.resolve()
}

async function repeat(deps: Deps, work: PeriodicWork<Deps>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await runOnce(deps, work, signal)
    await deps.clock.sleep(work.everyMs, signal).catch(() => undefined)
  }
}

async function runOnce(
  deps: Deps,
  { name, run }: PeriodicWork<Deps>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await deps.rounds.run(name, () => run(deps, signal))
  } catch (error) {
    // The next round tries again: whatever was due still is.
    deps.log.error('task.failed', { task: name, error })
  }
}
