import type { Deps } from '../deps.ts'
import { FIRST_CLOSING, FIRST_DEADLINE, FIRST_ENQUIRY } from '../payments/read-due.ts'
import { FIRST_STEP, FIRST_UNFINISHED } from '../reconciliation/read-reconciliations.ts'
import { overdueAt } from '../reconciliation/reconciliation.ts'
import { FIRST_REFUND_WORK } from '../refunds/read-refunds.ts'
import { FIRST_TRY } from '../webhooks/read-webhooks.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'exchanges'>

/** What has to be done at an instant that stands in the database. */
const WORKS = ['enquire', 'refund', 'expire', 'close', 'webhook', 'reconcile'] as const
export type Work = (typeof WORKS)[number]

/** Work that is so late is worth an operator's look: docs/budget.md. */
const LATE_MS = 10_000

/** The kinds of work of which some is due. */
export async function readDue(deps: Pick<Deps, 'database' | 'clock'>): Promise<readonly Work[]> {
  const now = deps.clock.now()
  const first = await readFirst(deps)
  return WORKS.filter((work) => (first[work] ?? Infinity) <= now)
}

export type Lag = Work | 'reconcile_end' | 'exchange'

/** How late each kind of background work runs, in milliseconds. */
export async function readLags(deps: Needs): Promise<Readonly<Record<Lag, number>>> {
  const now = deps.clock.now().getTime()
  const { unfinished, ...first } = await readFirst(deps)
  const lateMs = (dueAt: Date | null | undefined): number =>
    Math.max(0, now - (dueAt?.getTime() ?? now))
  return {
    enquire: lateMs(first.enquire),
    refund: lateMs(first.refund),
    expire: lateMs(first.expire),
    close: lateMs(first.close),
    webhook: lateMs(first.webhook),
    reconcile: lateMs(first.reconcile),
    /** A run takes minutes; a day after it began it should long have ended. */
    reconcile_end: lateMs(unfinished && overdueAt({ createdAt: unfinished })),
    /** Of this process alone: what the others have in memory nobody can see. */
    exchange: lateMs(deps.exchanges.waitingSince()),
  }
}

/** Since when the work of each kind that is due first has been due: one statement, a look at the end of each index. */
async function readFirst({
  database,
}: Pick<Deps, 'database'>): Promise<Readonly<Record<Work | 'unfinished', Date | null>>> {
  return database.db
    .selectNoFrom([
      FIRST_ENQUIRY.as('enquire'),
      FIRST_REFUND_WORK.as('refund'),
      FIRST_DEADLINE.as('expire'),
      FIRST_CLOSING.as('close'),
      FIRST_TRY.as('webhook'),
      FIRST_STEP.as('reconcile'),
      FIRST_UNFINISHED.as('unfinished'),
    ])
    .executeTakeFirstOrThrow()
}

/** Warns of every kind of work that runs late. */
export async function watchLags(deps: Needs & Pick<Deps, 'log'>): Promise<void> {
  for (const [task, lateMs] of Object.entries(await readLags(deps))) {
    if (lateMs >= LATE_MS) deps.log.warn('task.late', { task, late_ms: lateMs })
  }
}
