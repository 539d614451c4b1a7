import { readAccounts } from '../accounts/read-accounts.ts'
import { readBudgetsLeft } from '../budget/read-budgets.ts'
import type { Deps } from '../deps.ts'
import { countInReview } from '../payments/read-payments.ts'
import type { State } from '../platform/metrics.ts'
import { inTime } from '../platform/within.ts'
import { lookForWork } from './read-lags.ts'

/** Prometheus waits ten seconds by default. */
const LOOK_WITHIN_MS = 3_000

/** What metrics say of this moment: a few looks at the ends of indexes. Undefined if the database does not answer. */
export async function readState(deps: Deps): Promise<State | undefined> {
  const look = readAll(deps).catch(() => undefined)
  return inTime({ clock: deps.clock, ms: LOOK_WITHIN_MS }, look)
}

async function readAll(deps: Deps): Promise<State> {
  const lags = Object.entries((await lookForWork(deps)).lags)
  return {
    lagSeconds: Object.fromEntries(lags.map(([work, ms]) => [work, ms / 1000])),
    paymentsInReview: await countInReview(deps),
    budgetLeft: await readBudgets(deps),
  }
}

async function readBudgets(deps: Deps): Promise<State['budgetLeft']> {
  const accounts = await readAccounts(deps)
  const left = await readBudgetsLeft(
    deps,
    accounts.map(({ settings: { host, appCode, requestLimit } }) => ({
      host,
      appCode,
      limit: requestLimit,
    })),
  )
  return Object.fromEntries(accounts.map(({ id }, index) => [id, left[index] ?? 0]))
}
