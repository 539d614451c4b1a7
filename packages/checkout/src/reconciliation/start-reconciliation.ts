import type { Account } from '../accounts/account.ts'
import { planReconciliation } from '../accounts/plan-reconciliation.ts'
import { readAccount, readAccountsToReconcile } from '../accounts/read-accounts.ts'
import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { PeriodicWork } from '../database/work.ts'
import type { Deps } from '../deps.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { dailyRange, nextDailyAt } from './daily.ts'
import {
  countOpen,
  findReconciliation,
  insertReconciliation,
  lastDailyEnd,
} from './reconciliation-store.ts'
import {
  FIRST_WINDOW_MS,
  startsAt,
  type Reconciliation,
  type ReconciliationCause,
} from './reconciliation.ts'

/** For one account at a time, nightly runs and runs on demand each: they share its requests. */
export const MAX_OPEN = 10
const BATCH = 20

export const dailyReconciliationWork: PeriodicWork<Deps> = {
  name: 'start-reconciliations',
  everyMs: MINUTE_MS,
  run: startDailyReconciliations,
}

type Range = { readonly from: Date; readonly to: Date }

/** Starts a run that a merchant or an operator asks for. Undefined if the account has too many open ones. */
export async function startReconciliation(
  trx: Trx,
  deps: Pick<Deps, 'clock' | 'newId'> & Acting,
  account: Account,
  range: Range,
): Promise<Reconciliation | undefined> {
  requirePermission(deps.actor, 'create_payments')
  if (await isFull(trx, account.id, 'merchant')) return undefined
  const run = await start(trx, deps, account, { ...range, cause: 'merchant' })
  if (run === undefined) return undefined
  await recordAction(trx, deps, {
    action: 'reconciliation.started',
    subject: { type: 'reconciliation', id: run.id, accountId: account.id },
    after: range,
  })
  return run
}

/** The same in a transaction of its own. */
export async function startReconciliationOnce(
  deps: Deps & Acting,
  account: Account,
  range: Range,
): Promise<Reconciliation | undefined> {
  return inTransaction(deps.database, (trx) => startReconciliation(trx, deps, account, range))
}

/**
 * Starts the daily run of every account whose hour has come, and plans the next. In any number of
 * processes: the one that plans locks the account's row.
 */
export async function startDailyReconciliations(deps: Deps): Promise<number> {
  const due = await readAccountsToReconcile(deps, deps.clock.now(), BATCH)
  for (const id of due) {
    await startDaily(deps, id).catch((error: unknown) => {
      // The next round retries; other accounts need not wait for this one.
      deps.log.error('reconciliation.not_started', { account: id, error })
    })
  }
  return due.length
}

async function startDaily(deps: Deps, id: string): Promise<void> {
  const account = await readAccount(deps, id)
  const { settings, createdAt } = account
  const now = deps.clock.now()
  const started = await inTransaction(deps.database, async (trx) => {
    const nextAt = nextDailyAt(now, { accountId: id, utcOffset: settings.utcOffset })
    const planned = await planReconciliation(trx, id, { now, nextAt })
    if (planned !== 'due') return undefined
    // After this many nights with open runs, the next free night catches up.
    if (await isFull(trx, id, 'daily')) return undefined
    const lastTo = await lastDailyEnd(trx, id)
    const { utcOffset } = settings
    const range = dailyRange({ now, utcOffset, lastTo, accountSince: createdAt })
    return range && start(trx, deps, account, { ...range, cause: 'daily' })
  })
  if (started !== undefined) deps.log.info('reconciliation.started', { reconciliation: started.id })
}

async function isFull(trx: Trx, accountId: string, cause: ReconciliationCause): Promise<boolean> {
  return (await countOpen(trx, { accountId, cause, most: MAX_OPEN })) >= MAX_OPEN
}

async function start(
  trx: Trx,
  deps: Pick<Deps, 'clock' | 'newId'>,
  account: Account,
  { from, to, cause }: Range & { readonly cause: ReconciliationCause },
): Promise<Reconciliation | undefined> {
  const id = deps.newId('rcn')
  const now = deps.clock.now()
  const isNew = await insertReconciliation(trx, {
    id,
    account_id: account.id,
    cause,
    range_from: from,
    range_to: to,
    status: 'running',
    read_until: from,
    window_ms: FIRST_WINDOW_MS,
    counts: '{}',
    failure: null,
    created_at: now,
    completed_at: null,
    work_at: startsAt(to, now),
  })
  return isNew ? findReconciliation(trx, id) : undefined
}
