import type { Database } from '../database/database.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { allowanceOf, QFPAY_LIMIT, type RequestLimit } from './allowance.ts'
import { leasePermits, type Merchant } from './budget-store.ts'
import { createBudget, type Budget, type LeasePermits } from './budget.ts'

/** The budget of a merchant, shared with every process on the same database. */
export function shareBudget(
  deps: {
    readonly database: Pick<Database, 'db'>
    readonly clock: Clock
    readonly random: () => number
    readonly log: Log
  },
  merchant: Merchant,
  limit: RequestLimit = QFPAY_LIMIT,
): Budget {
  const lease: LeasePermits = (request) => leasePermits(deps.database.db, merchant, request)
  return createBudget({ ...deps, lease }, allowanceOf(limit))
}
