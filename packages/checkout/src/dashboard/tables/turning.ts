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
