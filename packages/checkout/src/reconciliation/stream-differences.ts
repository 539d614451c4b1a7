import type { Deps } from '../deps.ts'
import { CSV_HEADER, csvLine } from './difference-csv.ts'
import { readDifferences } from './read-reconciliations.ts'
import { differenceResource } from './reconciliation-resource.ts'

const PAGE = 500

type Filter = Omit<Parameters<typeof readDifferences>[1], 'limit' | 'startingAfter'>

/** A run's differences as CSV, read while they are sent: a million of them need no memory. */
export function streamDifferences(
  deps: Pick<Deps, 'database'>,
  filter: Filter,
): ReadableStream<Uint8Array> {
  const chunks = textOf(deps, filter)
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
}

async function* textOf(
  deps: Pick<Deps, 'database'>,
  filter: Filter,
): AsyncGenerator<string, void, undefined> {
  yield CSV_HEADER
  let startingAfter: string | undefined
  for (;;) {
    const page = await readDifferences(deps, { ...filter, startingAfter, limit: PAGE })
    const last = page.differences.at(-1)
    if (last === undefined) return
    yield page.differences.map((found) => csvLine(differenceResource(found))).join('')
    if (!page.hasMore) return
    startingAfter = last.id
  }
}
