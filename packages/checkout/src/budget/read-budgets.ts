import type { Database } from '../database/database.ts'
import type { Clock } from '../platform/clock.ts'
import { allowanceOf, QFPAY_LIMIT, type RequestLimit } from './allowance.ts'
import { findFreeAt, type Merchant } from './budget-store.ts'

/** From 0 to 1, for each merchant: how much of its burst of requests is left at this moment. */
export async function readBudgetsLeft(
  { database, clock }: { readonly database: Pick<Database, 'db'>; readonly clock: Clock },
  merchants: readonly (Merchant & { readonly limit: RequestLimit | undefined })[],
): Promise<readonly number[]> {
  const now = clock.now().getTime()
  const freeAt = await findFreeAt(database.db)
  return merchants.map(({ limit = QFPAY_LIMIT, ...merchant }) => {
    const { burst, spacingMs } = allowanceOf(limit)
    const taken = Math.max(0, (freeAt(merchant) - now) / spacingMs)
    return Math.max(0, 1 - taken / burst)
  })
}
