import { accountWork } from '../database/account-work.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Due } from '../database/work.ts'
import type { Deps } from '../deps.ts'
import { BEGUN_WITHIN_MS } from '../platform/rounds.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import { concludeDifferences } from './conclude-differences.ts'
import { findOpenDifferences } from './difference-store.ts'
import { readWindow } from './read-window.ts'
import { reconciliationSubject } from './reconciliation-resource.ts'
import {
  FIRST_OVERDUE,
  FIRST_STEP,
  RUN_WORK,
  takeDueReconciliations,
  updateReconciliation,
} from './reconciliation-store.ts'
import { leaseFrom, needingPerson, stall, type Reconciliation } from './reconciliation.ts'

const RUNS_AT_ONCE = 5
/** After these, other accounts have their turn, and the process can end. */
const STEPS_AT_ONCE = 10
const CONCLUDED_AT_ONCE = 50

export const reconciliationWork = accountWork<Deps>(
  { name: 'reconcile', firstDue: FIRST_STEP },
  RUN_WORK,
  runDueReconciliations,
)

/** A run takes minutes. One that is not over after a day needs a person. */
export const reconciliationEnd: Due = { name: 'reconcile_end', firstDue: FIRST_OVERDUE }

/**
 * Continues due runs, of one account or of all. Any number of processes may do it at the same time: a
 * lease gives each run to one of them, and every step records its progress.
 */
export async function runDueReconciliations(deps: Deps, accountId?: string): Promise<number> {
  const now = deps.clock.now()
  const leasedUntil = leaseFrom(now)
  const take = {
    now,
    limit: RUNS_AT_ONCE,
    leasedUntil,
    ...(accountId !== undefined && { accountId }),
  }
  const due = await takeDueReconciliations(deps.database.db, take)
  await Promise.all(due.map((run) => advance(deps, run)))
  return due.length
}

async function advance(deps: Deps, taken: Reconciliation): Promise<void> {
  let run = taken
  try {
    for (let steps = 0; steps < STEPS_AT_ONCE; steps++) {
      const next = await deps.rounds.run('reconcile', () => step(deps, run), BEGUN_WITHIN_MS)
      if (next === undefined) {
        deps.log.warn('reconciliation.lease_lost', { reconciliation: run.id })
        return
      }
      // A stalled run continues later.
      if (next.status !== 'running') return
      run = next
    }
    await updateReconciliation(deps.database.db, run, { work_at: deps.clock.now() })
  } catch (error) {
    // Finished steps are recorded; the first process that comes later retries the rest.
    deps.log.warn('reconciliation.postponed', { reconciliation: run.id, error })
    await updateReconciliation(deps.database.db, run, stall(run, error, deps.clock.now()))
  }
}

/** The next step of a run. Undefined if another process has it. */
async function step(deps: Deps, run: Reconciliation): Promise<Reconciliation | undefined> {
  const open = await findOpenDifferences(deps.database.db, run.id, CONCLUDED_AT_ONCE)
  const [first] = open
  if (first !== undefined) {
    const untried = open.filter(({ tries }) => tries === 0)
    // Alone, so that one order that QFPay cannot answer about does not keep the others without an answer.
    return concludeDifferences(deps, run, untried.length > 0 ? untried : [first])
  }
  return run.readUntil < run.to ? readWindow(deps, run) : complete(deps, run)
}

async function complete(deps: Deps, run: Reconciliation): Promise<Reconciliation | undefined> {
  const completed = await inTransaction(deps.database, async (trx) => {
    const reconciliation = await updateReconciliation(trx, run, {
      status: 'completed',
      failure: null,
      failures: 0,
      completed_at: deps.clock.now(),
      work_at: null,
    })
    if (reconciliation === undefined) return undefined
    const { counts } = reconciliation
    const data = { differences: counts, needs_review: needingPerson(reconciliation) }
    await recordEvents(trx, deps, {
      subject: reconciliationSubject(reconciliation),
      drafts: [{ type: 'reconciliation.completed', data }],
    })
    return reconciliation
  })
  if (completed === undefined) return undefined
  const { id, transactions } = completed
  const needs = needingPerson(completed)
  const fields = { reconciliation: id, transactions, needs_review: needs }
  if (needs > 0) deps.log.error('reconciliation.needs_review', fields)
  else deps.log.info('reconciliation.completed', fields)
  return completed
}
