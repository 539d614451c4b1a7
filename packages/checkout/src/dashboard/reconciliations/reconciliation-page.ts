import { html } from 'hono/html'
import { displayAge, displayRange, displayTime } from '../../language/display-time.ts'
import { inLanguage } from '../recorded/in-language.ts'
import { framed, type Html, instant } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import { factList } from '../tables/fact-list.ts'
import { turning } from '../tables/turning.ts'
import { differenceItem } from './difference-item.ts'
import { reconciliationTexts } from './reconciliation-texts.ts'
import type { ReconciliationView } from './reconciliation-view.ts'
import { runBadge } from './reconciliations-page.ts'

/** All that is known about one run: its status, its counts, and each difference. */
export function reconciliationPage(view: ReconciliationView): Html {
  const { list, one } = dashboardTexts[view.language]
  const { reconciliations } = sectionTexts[view.language]
  const texts = reconciliationTexts[view.language]
  const { run } = view
  const range = displayRange(run, view.timeZone, view.language)
  const origin = [texts.cause[run.cause], run.account].filter((part) => part !== undefined)
  const body = html`<a class="back" href="${view.home}/reconciliations">← ${reconciliations}</a>
    <div class="head" data-live="head">
      <h1 class="span">${range}</h1>
      ${runBadge(run, view)}
      ${run.left > 0 ? html`<span class="alarm">${list.needsReview}</span>` : ''}
      <p class="soft">${origin.join(' · ')}</p>
    </div>
    <section class="why ${tone(view)}" data-live="standing">
      <h2>${one.standing}</h2>
      <p>${standing(view)}</p>
      ${run.failure === undefined ? '' : html`<p class="small soft">${inLanguage(run.failure, view.language)}</p>`}
    </section>
    <div class="columns">
      <section data-live="differences">
        <h2>${texts.differences}</h2>
        ${chips(view)} ${differences(view)} ${turning(view, texts)}
      </section>
      <div class="side" data-live="side">
        ${counts(view)}
        <section>
          <h2>${one.facts}</h2>
          ${facts(view)}
        </section>
      </div>
    </div>`
  return framed(view, { title: range, section: 'reconciliations', script: 'live.js' }, body)
}

function tone({ run }: ReconciliationView): 'succeeded' | 'pending' | 'failed' {
  if (run.status === 'stalled' || run.left > 0) return 'failed'
  return run.status === 'running' ? 'pending' : 'succeeded'
}

function standing({ run, language, timeZone, now }: ReconciliationView): string {
  const texts = reconciliationTexts[language].standing
  const until = displayTime(run.readUntil, timeZone, language)
  if (run.status === 'running') {
    const starts = displayTime(run.startsAt, timeZone, language)
    return run.startsAt > now ? texts.waits(starts) : texts.running(until)
  }
  if (run.status === 'stalled')
    return texts.stalled(until, displayAge(run.workAt ?? now, now, language))
  if (run.counts.length === 0) return texts.agrees(String(run.transactions))
  return texts.differs(
    run.counts.reduce((sum, { resolved }) => sum + resolved, 0),
    run.left,
  )
}

function chips(view: ReconciliationView): Html | string {
  const { run, filter, language } = view
  if (run.counts.length === 0) return ''
  const { list } = dashboardTexts[language]
  const texts = reconciliationTexts[language]
  const choices = [
    [run.path, undefined, list.any],
    [`${run.path}?resolved=false`, false, texts.reported],
    [`${run.path}?resolved=true`, true, texts.resolved],
  ] as const
  return html`<nav aria-label="${list.status}">
    <ul class="chips">
      ${choices.map(
        ([path, value, label]) =>
          html`<li>
            <a href="${path}" ${value === filter.isResolved ? html`aria-current="true"` : ''}
              >${label}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`
}

function differences(view: ReconciliationView): Html {
  const { noDifferences } = reconciliationTexts[view.language]
  if (view.differences.length === 0) return html`<p class="card none">${noDifferences}</p>`
  return html`<ul class="card hooks">
    ${view.differences.map((row) => differenceItem(row, view))}
  </ul>`
}

function counts(view: ReconciliationView): Html | string {
  const texts = reconciliationTexts[view.language]
  const { run } = view
  if (run.counts.length === 0) return ''
  return html`<section>
    <h2>${texts.counts}</h2>
    <table class="card counts">
      <caption class="hide">
        ${texts.counts}
      </caption>
      <thead>
        <tr>
          <th scope="col">${texts.kindHead}</th>
          <th class="sum" scope="col">${texts.resolved}</th>
          <th class="sum" scope="col">${texts.reported}</th>
        </tr>
      </thead>
      <tbody>
        ${run.counts.map(
          ({ kind, resolved, reported }) =>
            html`<tr>
              <th scope="row">${texts.kind[kind]}</th>
              <td class="sum">${resolved}</td>
              <td class="sum${reported > 0 ? ' todo' : ''}">${reported}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <a class="button csv" href="${run.csvPath}" download>${texts.csv}</a>
  </section>`
}

function facts(view: ReconciliationView): Html {
  const texts = reconciliationTexts[view.language]
  const { run } = view
  return factList([
    [texts.id, html`<span class="id">${run.id}</span>`],
    [texts.causeHead, texts.cause[run.cause]],
    [texts.from, instant(run.from, view)],
    [texts.to, instant(run.to, view)],
    [texts.readUntil, run.status === 'completed' ? undefined : instant(run.readUntil, view)],
    [texts.rows, String(run.transactions)],
    [texts.created, instant(run.createdAt, view)],
    [texts.completed, run.completedAt === undefined ? undefined : instant(run.completedAt, view)],
  ])
}
