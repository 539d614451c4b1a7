import { html } from 'hono/html'
import type { Html } from '../shell/frame.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView, Turning } from '../shell/view.ts'

export function turning({
  language,
  newerPath,
  newestPath,
  olderPath,
}: FrameView & Turning): Html | string {
  if ((newerPath ?? newestPath ?? olderPath) === undefined) return ''
  const { list } = dashboardTexts[language]
  const step = (path: string | undefined, relation: string, label: string): Html | string =>
    path === undefined ? '' : html`<a class="button" rel="${relation}" href="${path}">${label}</a>`
  return html`<nav class="turn" aria-label="${list.pages}">
    ${step(newestPath, 'first', `← ${list.newest}`)} ${step(newerPath, 'prev', `← ${list.newer}`)}
    ${step(olderPath, 'next', `${list.older} →`)}
  </nav>`
}

/** Where a list that walks in one direction leads: back to its newest rows, and on to older ones. */
export function turned({
  path,
  query = {},
  startingAfter,
  rows,
  hasMore,
  next = rows.at(-1)?.id,
}: {
  readonly path: string
  /** What narrows the list. */
  readonly query?: Readonly<Record<string, string>>
  readonly startingAfter: string | undefined
  readonly rows: readonly { readonly id: string }[]
  readonly hasMore: boolean
  /** Where it continues, if that is not behind the last row. */
  readonly next?: string | undefined
}): Turning {
  return {
    newestPath: startingAfter === undefined ? undefined : pathWith(path, query),
    olderPath: hasMore && next ? pathWith(path, { ...query, after: next }) : undefined,
  }
}

/** A path with those fields of a query that are not empty. */
export function pathWith(path: string, query: Readonly<Record<string, string>>): string {
  const set = Object.entries(query).filter(([, value]) => value !== '')
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set).toString()}`
}
