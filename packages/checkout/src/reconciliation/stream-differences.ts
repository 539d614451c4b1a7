import { readAccount } from '../accounts/read-accounts.ts'
import type { Deps } from '../deps.ts'
import { BYTE_ORDER_MARK, type CsvReader } from '../platform/csv.ts'
import { differenceLine, differencesHeader } from './difference-csv.ts'
import type { DifferenceFilter } from './difference-store.ts'
import { readDifferences } from './read-reconciliations.ts'
import { differenceResource } from './reconciliation-resource.ts'
import type { Reconciliation } from './reconciliation.ts'

const PAGE = 500

type Filter = Omit<DifferenceFilter, 'reconciliationId' | 'limit' | 'startingAfter'> & {
  readonly reader: CsvReader
}
type Needs = Pick<Deps, 'database' | 'accounts'>

/** A run's differences as CSV, page by page. */
export async function* streamDifferences(
  deps: Needs,
  { id: reconciliationId, accountId }: Pick<Reconciliation, 'id' | 'accountId'>,
  { reader, ...filter }: Filter,
): AsyncGenerator<string, void, undefined> {
  const { settings } = await readAccount(deps, accountId)
  const file = { reader, utcOffset: settings.utcOffset }
  yield (reader === 'spreadsheet' ? BYTE_ORDER_MARK : '') + differencesHeader(file)
  let startingAfter: string | undefined
  for (;;) {
    const page = await readDifferences(deps, {
      ...filter,
      reconciliationId,
      startingAfter,
      limit: PAGE,
    })
    const last = page.differences.at(-1)
    if (last === undefined) return
    yield page.differences.map((found) => differenceLine(differenceResource(found), file)).join('')
    if (!page.hasMore) return
    startingAfter = last.id
  }
}
