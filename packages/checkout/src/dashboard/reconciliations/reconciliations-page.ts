import { html } from 'hono/html'
import { displayRange } from '../../language/display-time.ts'
import { fieldsOf, formProblem } from '../forms/form.ts'
import { badge, framed, ifMay, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView } from '../shell/view.ts'
import { turning } from '../tables/turning.ts'
import { differenceTexts } from './difference-texts.ts'
import { reconciliationTexts } from './reconciliation-texts.ts'
import type {
  CountRow,
  NewReconciliationView,
  ReconciliationsView,
  RunRow,
} from './reconciliation-view.ts'

/** The list of reconciliations, newest first: which range, how far, and what it found. */
export function reconciliationsPage(view: ReconciliationsView): Html {
  const { reconciliations } = sectionTexts[view.language]
  const { none, start } = reconciliationTexts[view.language]
  const { count, title } = differenceTexts[view.language]
  const left = view.differencesLeft
  const body = html`<div class="title">
      <h1>${reconciliations}</h1>
      <div class="buttons" data-live="left">
        <a class="button" href="${view.home}/reconciliations/differences"
          >${left === 0 ? title : count(left)}</a
        >
        ${ifMay(
          view,
          'create_payments',
          html`<a class="button" href="${view.home}/reconciliations/new">${start}</a>`,
        )}
      </div>
    </div>
    <div class="card list runs" data-live="list">
      ${view.runs.length > 0 ? table(view) : html`<p class="none">${none}</p>`}
    </div>
    ${turning(view)}`
  return framed(
    view,
    { title: reconciliations, section: 'reconciliations', script: 'live.js' },
    body,
  )
}

/** Which account and days to compare. */
export function newReconciliationPage(view: NewReconciliationView): Html {
  const texts = reconciliationTexts[view.language]
  const { text, account } = fieldsOf(view)
  const day = html`type="date" required`
  const body = html`<a class="back" href="${view.home}/reconciliations"
      >← ${sectionTexts[view.language].reconciliations}</a
    >
    <h1>${texts.start}</h1>
    <p class="soft">${texts.startText}</p>
    <form class="card ask" method="post" action="${view.home}/reconciliations">
      ${formProblem(view)} ${account(view.accounts)} ${text('from', texts.firstDay, day)}
      ${text('to', texts.lastDay, day)}
      <button class="main">${texts.start}</button>
    </form>`
  return framed(view, { title: texts.start, section: 'reconciliations' }, body)
}

/** The status of a run, as a word and a color; until it is over, its progress beside it. */
export function runBadge(run: RunRow, view: FrameView): Html {
  const { status, so } = reconciliationTexts[view.language]
  const percent = Math.floor((100 * (run.readUntil - run.from)) / (run.to - run.from))
  const far = run.status === 'completed' ? '' : ` · ${so(percent)}`
  return badge(run.status, status[run.status] + far)
}

function table(view: ReconciliationsView): Html {
  const { list } = dashboardTexts[view.language]
  const { reconciliations } = sectionTexts[view.language]
  const texts = reconciliationTexts[view.language]
  return html`<table>
    <caption class="hide">
      ${reconciliations}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts.range}</th>
        <th scope="col">${texts.found}</th>
        <th class="state" scope="col">${list.status}</th>
        <th class="sum" scope="col">${texts.rows}</th>
      </tr>
    </thead>
    <tbody>
      ${view.runs.map((run) => runRow(run, view))}
    </tbody>
  </table>`
}

function runRow(run: RunRow, view: ReconciliationsView): Html {
  const { list } = dashboardTexts[view.language]
  const texts = reconciliationTexts[view.language]
  return html`<tr class="row">
    <td>
      <p>
        <a href="${run.path}">${displayRange(run, view.timeZone, view.language)}</a>
        ${run.left > 0 ? html`<span class="alarm">${list.needsReview}</span>` : ''}
      </p>
      <p class="small soft">
        ${texts.cause[run.cause]}${run.account === undefined ? '' : ` · ${run.account}`}
        <span class="id">${run.id}</span>
      </p>
    </td>
    <td class="found">${found(run, view)}</td>
    <td class="state">${runBadge(run, view)}</td>
    <td class="sum">${run.transactions}<small class="label">${texts.rows}</small></td>
  </tr>`
}

function found(run: RunRow, view: ReconciliationsView): Html | string {
  const texts = reconciliationTexts[view.language]
  if (run.counts.length > 0) {
    return html`<ul class="finds">
      ${run.counts.map((count) => html`<li>${texts.kind[count.kind]}: ${parts(count, run.left > 0, view)}</li>`)}
    </ul>`
  }
  // A run that is not over may still find something.
  return run.status === 'completed' ? html`<p class="soft">${texts.nothing}</p>` : ''
}

function parts({ resolved, reported }: CountRow, isLeft: boolean, view: ReconciliationsView): Html {
  const texts = reconciliationTexts[view.language]
  const told = [
    ...(reported === 0 ? [] : [toLook(reported, isLeft, view)]),
    ...(resolved === 0 ? [] : [html`<span class="soft">${texts.resolvedCount(resolved)}</span>`]),
  ]
  return html`${told.map((part, index) => html`${index === 0 ? '' : ' · '}${part}`)}`
}

/** Those that Tael could not resolve, and whether people have. */
function toLook(count: number, isLeft: boolean, { language }: ReconciliationsView): Html {
  const texts = reconciliationTexts[language]
  return isLeft
    ? html`<b>${texts.reportedCount(count)}</b>`
    : html`<span class="soft">${texts.lookedAtCount(count)}</span>`
}
