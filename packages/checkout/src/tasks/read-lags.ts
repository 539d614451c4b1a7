import type { Due } from '../database/work.ts'
import type { Deps } from '../deps.ts'
import { reconciliationEnd } from '../reconciliation/run-due-reconciliations.ts'
import { DUE_WORK, PERIODIC_WORK } from './background-work.ts'

/** Work that is this late needs an operator's look: docs/budget.md. */
const LATE_MS = 10_000

/** The kinds of work of which some is due, and how late each kind runs, in milliseconds. */
export type Look = {
  readonly due: readonly string[]
  readonly lags: Readonly<Record<string, number>>
}

/** Looks for due work, with one statement. */
export async function lookForWork(deps: Deps): Promise<Look> {
  const now = deps.clock.now().getTime()
  const first = await readFirst(deps, [...DUE_WORK, reconciliationEnd])
  // Of this process alone: nobody sees what the others have in memory.
  const waiting = PERIODIC_WORK.flatMap(({ name, waitingSince }) =>
    waitingSince === undefined ? [] : [[name, waitingSince(deps)] as const],
  )
  const lags = [...Object.entries(first), ...waiting].map(([name, dueAt]) => [
    name,
    Math.max(0, now - (dueAt?.getTime() ?? now)),
  ])
  return {
    due: DUE_WORK.map(({ name }) => name).filter((name) => {
      const dueAt = first[name] ?? undefined
      return dueAt !== undefined && dueAt.getTime() <= now
    }),
    lags: Object.fromEntries(lags) as Record<string, number>,
  }
}

/** For each kind, when its first work was or will be due: one statement, a look at the end of each index. */
async function readFirst(
  { database }: Pick<Deps, 'database'>,
  kinds: readonly Due[],
): Promise<Readonly<Record<string, Date | null>>> {
  return database.db
    .selectNoFrom(kinds.map(({ name, firstDue }) => firstDue.as(name)))
    .executeTakeFirstOrThrow()
}

/** Warns of every kind of work that runs late. */
export function warnOfLags({ log }: Pick<Deps, 'log'>, { lags }: Look): void {
  for (const [task, lateMs] of Object.entries(lags)) {
    if (lateMs >= LATE_MS) log.warn('task.late', { task, late_ms: lateMs })
  }
}
