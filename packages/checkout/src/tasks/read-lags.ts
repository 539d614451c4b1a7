import type { Deps } from '../deps.ts'
import { readFirstClosing, readFirstDeadline, readFirstEnquiry } from '../payments/read-due.ts'
import {
  readFirstOverdueReconciliation,
  readFirstReconciliation,
} from '../reconciliation/read-reconciliations.ts'
import { readFirstRefundWork } from '../refunds/read-refunds.ts'
import { readFirstWebhookDue } from '../webhooks/read-webhooks.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'exchanges'>

/** Since when the work of each kind that is due first has been due; undefined when there is none. */
const FIRST_DUE = {
  enquire: readFirstEnquiry,
  refund: readFirstRefundWork,
  expire: readFirstDeadline,
  close: readFirstClosing,
  webhook: readFirstWebhookDue,
  reconcile: readFirstReconciliation,
  /** A run takes minutes; a day after it began it should long have ended. */
  reconcile_end: readFirstOverdueReconciliation,
  /** Of this process alone: what the others have in memory nobody can see. */
  exchange: (deps: Needs) => Promise.resolve(deps.exchanges.waitingSince()),
} as const satisfies Record<string, (deps: Needs) => Promise<Date | undefined>>

/** Work that is so late is worth an operator's look: docs/budget.md. */
const LATE_MS = 10_000

export type Work = keyof typeof FIRST_DUE

/** How late each kind of background work runs, in milliseconds: each a look at the end of an index. */
export async function readLags(deps: Needs): Promise<Readonly<Record<Work, number>>> {
  const now = deps.clock.now().getTime()
  const lags = Object.entries(FIRST_DUE).map(async ([work, firstDue]) => {
    const dueAt = await firstDue(deps)
    return [work, Math.max(0, now - (dueAt?.getTime() ?? now))]
  })
  return Object.fromEntries(await Promise.all(lags)) as Record<Work, number>
}

/** Warns of every kind of work that runs late. */
export async function watchLags(deps: Needs & Pick<Deps, 'log'>): Promise<void> {
  for (const [task, lateMs] of Object.entries(await readLags(deps))) {
    if (lateMs >= LATE_MS) deps.log.warn('task.late', { task, late_ms: lateMs })
  }
}
