import { sql, type SelectQueryBuilder } from 'kysely'
import { firstIdAt, type IdPrefix } from '../platform/ids.ts'

/** A part of a list. Ids are ordered by time, so they are its cursors, and a range of time is one of ids. */
export type Page = {
  readonly limit: number
  /** An id: only what comes behind it in the list. */
  readonly startingAfter?: string | undefined
  /** An id: only what comes before it in the list, up to there. Not together with `startingAfter`. */
  readonly endingBefore?: string | undefined
  /** Only what was made from `from` up to, not including, `to`. */
  readonly created?: Range | undefined
}

type Range = { readonly from?: Date | undefined; readonly to?: Date | undefined }

type List = {
  readonly table: string
  readonly prefix: IdPrefix
  readonly order: 'newest-first' | 'oldest-first'
  /** Columns before the id in the index that holds the list. */
  readonly only?: Readonly<Record<string, string | number | undefined>>
}

/** Reads a page of a list along an index on its columns and the rising id. */
export async function readPage<Names, Name extends keyof Names, Row>(
  query: SelectQueryBuilder<Names, Name, Row>,
  { table, prefix, order, only = {} }: List,
  { limit, startingAfter, endingBefore, created = {} }: Page,
): Promise<{ readonly rows: readonly Row[]; readonly hasMore: boolean }> {
  const isBackwards = endingBefore !== undefined
  const isRising = (order === 'oldest-first') !== isBackwards
  const id = sql.ref(`${table}.id`)
  let page = query
  for (const [name, value] of Object.entries(only)) {
    if (value === undefined) continue
    const column = sql.ref(`${table}.${name}`)
    // As a range that it orders by: with an equality the planner would walk the primary key instead, past
    // every other row.
    page = page
      .where(sql<boolean>`${column} between ${value} and ${value}`)
      .orderBy(column, isRising ? 'asc' : 'desc')
  }
  const cursor = endingBefore ?? startingAfter
  if (cursor !== undefined) {
    page = page.where(isRising ? sql<boolean>`${id} > ${cursor}` : sql<boolean>`${id} < ${cursor}`)
  }
  const { from, to } = created
  if (from !== undefined) page = page.where(sql<boolean>`${id} >= ${firstIdAt(prefix, from)}`)
  if (to !== undefined) page = page.where(sql<boolean>`${id} < ${firstIdAt(prefix, to)}`)
  const found = await page
    .orderBy(id, isRising ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute()
  const rows = found.slice(0, limit)
  return { rows: isBackwards ? rows.toReversed() : rows, hasMore: found.length > limit }
}
