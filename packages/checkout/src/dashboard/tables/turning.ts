import { html } from 'hono/html'
import type { Html } from '../shell/frame.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView, Turning } from '../shell/view.ts'

/** The list is the newest first, if its words say nothing else. */
export function turning(
  { language, firstPath, previousPath, nextPath }: FrameView & Turning,
  words?: { readonly first: string; readonly next: string },
): Html | string {
  if ((firstPath ?? previousPath ?? nextPath) === undefined) return ''
  const { list } = dashboardTexts[language]
  const step = (path: string | undefined, relation: string, label: string): Html | string =>
    path === undefined ? '' : html`<a class="button" rel="${relation}" href="${path}">${label}</a>`
  return html`<nav class="turn" aria-label="${list.pages}">
    ${step(firstPath, 'first', `← ${words?.first ?? list.newest}`)}
    ${step(previousPath, 'prev', `← ${list.newer}`)}
    ${step(nextPath, 'next', `${words?.next ?? list.older} →`)}
  </nav>`
}

/** Where a list leads: back to its first page, or to the page before, and on. */
export function turned({
  path,
  query = {},
  startingAfter,
  endingBefore,
  isTwoWay = false,
  rows,
  hasMore,
  next = rows.at(-1)?.id,
}: {
  readonly path: string
  /** What narrows the list. */
  readonly query?: Readonly<Record<string, string>>
  readonly startingAfter: string | undefined
  /** Of a page that was reached backwards. */
  readonly endingBefore?: string | undefined
  readonly isTwoWay?: boolean
  readonly rows: readonly { readonly id: string }[]
  readonly hasMore: boolean
  /** Where it continues, if that is not behind the last row. */
  readonly next?: string | undefined
}): Turning {
  const at = (cursor: 'after' | 'before', id: string | undefined): string | undefined =>
    id && pathWith(path, { ...query, [cursor]: id })
  const further = hasMore ? next : undefined
  if (endingBefore !== undefined) {
    const nextPath = at('after', rows.at(-1)?.id ?? endingBefore)
    return { previousPath: at('before', further), nextPath }
  }
  const nextPath = at('after', further)
  if (startingAfter === undefined) return { nextPath }
  return isTwoWay
    ? { previousPath: at('before', rows.at(0)?.id ?? startingAfter), nextPath }
    : { firstPath: pathWith(path, query), nextPath }
}

/** A path with those fields of a query that are not empty. */
export function pathWith(path: string, query: Readonly<Record<string, string>>): string {
  const set = Object.entries(query).filter(([, value]) => value !== '')
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set).toString()}`
}
