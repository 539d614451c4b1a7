import { sql, type Expression, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import { firstIdAt, type IdPrefix } from '../platform/ids.ts'
import type { Db } from './schema.ts'

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

/** How many entries one statement looks at, at most: then it says how far it has come. */
export const MAX_LOOKED_AT = 20_000

type List = {
  readonly table: string
  readonly prefix: IdPrefix
  readonly order: 'newest-first' | 'oldest-first'
  /** Columns before the id in the index that holds the list. */
  readonly only?: Readonly<Record<string, string | number | undefined>>
}

/** Where a list continues, if it does. */
export type Continued = {
  readonly hasMore: boolean
  /** The last id that was looked at, which need not be on the page. */
  readonly next?: string
}

type Found<Row> = Continued & { readonly rows: readonly Row[] }

/** How many rows a query finds; `most` or more count as `most`. */
export async function countUpTo(
  db: Db,
  most: number,
  query: { readonly limit: (count: number) => Expression<unknown> },
): Promise<number> {
  const counting = sql<{ count: number }>`select count(*) from (${query.limit(most)}) as counted`
  const { rows } = await counting.execute(db)
  return rows[0]?.count ?? 0
}

/** Reads a page of a list along an index on its columns and the rising id. */
export async function readPage<Names, Name extends keyof Names, Row extends { id: string }>(
  query: SelectQueryBuilder<Names, Name, Row>,
  list: List,
  page: Page,
): Promise<Found<Row>> {
  const found = await alongIndex(query, list, page)
    .limit(page.limit + 1)
    .execute()
  return pageOf(found, page, undefined)
}

/**
 * The same, with filters of which no index knows: they may pass many entries to find a few, so it stops after so
 * many, and the list continues behind them. Then the page is short, or empty.
 */
export async function readSparsePage<
  Names,
  Name extends keyof Names,
  Row extends { id: string },
  Shown extends { id: string },
>(
  query: SelectQueryBuilder<Names, Name, Row>,
  filter: (some: SelectQueryBuilder<Names, Name, Row>) => Limited<Shown>,
  list: List,
  page: Page,
): Promise<Found<Shown>> {
  const all = alongIndex(query, list, page)
  const found = await filter(all.limit(MAX_LOOKED_AT))
    .limit(page.limit + 1)
    .execute()
  if (found.length > page.limit) return pageOf(found, page, undefined)
  const last = await all
    .clearSelect()
    .select(sql<string>`${idOf(list)}`.as('id'))
    .offset(MAX_LOOKED_AT - 1)
    .limit(1)
    .executeTakeFirst()
  return pageOf(found, page, (last as { readonly id: string } | undefined)?.id)
}

type Limited<Row> = {
  readonly limit: (count: number) => { readonly execute: () => Promise<Row[]> }
}

function pageOf<Row extends { id: string }>(
  found: readonly Row[],
  { limit, endingBefore }: Page,
  lookedUntil: string | undefined,
): Found<Row> {
  const rows = found.slice(0, limit)
  const next = found.length > limit ? rows.at(-1)?.id : lookedUntil
  return {
    rows: endingBefore === undefined ? rows : rows.toReversed(),
    hasMore: next !== undefined,
    ...(next !== undefined && { next }),
  }
}

function idOf({ table }: List): RawBuilder<string> {
  return sql.ref(`${table}.id`)
}

function alongIndex<Names, Name extends keyof Names, Row>(
  query: SelectQueryBuilder<Names, Name, Row>,
  list: List,
  page: Page,
): SelectQueryBuilder<Names, Name, Row> {
  const { table, prefix, order, only = {} } = list
  const { startingAfter, endingBefore, created: { from, to } = {} } = page
  const rising = (order === 'oldest-first') !== (endingBefore !== undefined)
  const direction = rising ? 'asc' : 'desc'
  const id = idOf(list)
  let along = query
  for (const [name, value] of Object.entries(only)) {
    if (value === undefined) continue
    const column = sql.ref(`${table}.${name}`)
    // As a range that it orders by: with an equality the planner would walk the primary key instead, past
    // every other row.
    along = along
      .where(sql<boolean>`${column} between ${value} and ${value}`)
      .orderBy(column, direction)
  }
  const cursor = endingBefore ?? startingAfter
  if (cursor !== undefined) {
    along = along.where(rising ? sql<boolean>`${id} > ${cursor}` : sql<boolean>`${id} < ${cursor}`)
  }
  if (from !== undefined) along = along.where(sql<boolean>`${id} >= ${firstIdAt(prefix, from)}`)
  if (to !== undefined) along = along.where(sql<boolean>`${id} < ${firstIdAt(prefix, to)}`)
  return along.orderBy(id, direction)
}
