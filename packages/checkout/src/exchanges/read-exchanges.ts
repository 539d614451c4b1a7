import type { Runtime } from '../runtime.ts'
import { listExchanges } from './exchange-store.ts'
import type { Exchange } from './exchange.ts'

/** The exchanges of some attempts, refunds and payments, oldest first; `after` is an exchange's id. */
export async function readExchanges(
  deps: Pick<Runtime, 'database'>,
  about: readonly string[],
  page: { readonly after: string; readonly limit: number },
): Promise<readonly Exchange[]> {
  return listExchanges(deps.database.db, about, page)
}
