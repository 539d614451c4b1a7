import { html } from 'hono/html'
import { changeOf, type ComparedFigures } from '../../figures/day-figures.ts'
import { displayAmount } from '../../language/display-amount.ts'
import { displayClock, displayGap, zoneName } from '../../language/display-time.ts'
import { numberFormat } from '../../language/formats.ts'
import { firstStepsTexts } from '../accounts/first-steps-texts.ts'
import { firstSteps, type FirstSteps } from '../accounts/first-steps.ts'
import { differenceTexts } from '../reconciliations/difference-texts.ts'
import { approvalTexts } from '../refunds/approval-texts.ts'
import { framed, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import type { FrameView } from '../shell/view.ts'
import { dayPlot, sums } from './day-plot.ts'
import { overviewTexts } from './overview-texts.ts'
import { sayRate, saySeconds } from './say-figures.ts'
import { weekPlot } from './week-plot.ts'

export type OverviewView = FrameView & {
  readonly figures: readonly ComparedFigures[]
  /** How many refunds wait for a second person. */
  readonly awaiting: number
  /** How many differences of reconciliations nobody has resolved. */
  readonly differences: number
  /** Undefined if it cannot be read now. */
  readonly state?: {
    readonly inReview: number
    /** Work that is late, in milliseconds. */
    readonly late: readonly { readonly work: string; readonly ms: number }[]
    /** From 0 to 1. */
    readonly budgets: readonly { readonly account: string; readonly left: number }[]
  }
  /** Of webhook endpoints that do not answer. */
  readonly failing: readonly string[]
}

/** Today, beside yesterday and the same weekday of last week; and what needs somebody now. */
export function overviewPage(view: OverviewView): Html {
  const texts = overviewTexts[view.language]
  const { overview } = sectionTexts[view.language]
  const time = `${displayClock(view.now, view.timeZone, view.language)} ${zoneName(view.timeZone, view.now)}`
  const body = html`<h1>${overview}</h1>
    <div data-live="now">${now(view)}</div>
    <p class="soft small since" data-live="since">${texts.until(time)}</p>
    ${
      view.figures.length === 0
        ? html`<p class="card none">${texts.none}</p>`
        : view.figures.map((figures) => currency(figures, view))
    }`
  return framed(view, { title: overview, section: 'overview', script: 'live.js' }, body)
}

/** Instead of it, until there is a payment. */
export function startPage(view: FrameView & { readonly start: FirstSteps }): Html {
  const { title } = firstStepsTexts[view.language]
  const body = html`<h1>${title}</h1>
    ${firstSteps(view, view.start)}`
  return framed(view, { title, section: 'overview' }, body)
}

function now(view: OverviewView): Html {
  const texts = overviewTexts[view.language]
  const { state, failing } = view
  const item = (isBad: boolean, text: Html | string): Html =>
    html`<li class="${isBad ? 'bad' : 'fine'}">${text}</li>`
  const percent = numberFormat(view.language, { style: 'percent' })
  return html`<ul class="now" aria-label="${texts.state}">
    ${
      state === undefined
        ? item(true, texts.unknown)
        : html`${
            state.inReview === 0
              ? item(false, texts.noReview)
              : item(
                  true,
                  html`<a href="${view.home}/payments?status=in-review"
                    >${texts.review(state.inReview)}</a
                  >`,
                )
          }
          ${
            state.late.length === 0
              ? item(false, texts.onTime)
              : state.late.map(({ work, ms }) =>
                  item(true, texts.late(work, displayGap(ms, view.language).slice(1))),
                )
          }
          ${budgets(state.budgets).map(({ account, left }) =>
            item(
              left < LOW,
              html`<a href="${view.home}/accounts"
                >${texts.budget(account, percent.format(left))}</a
              >`,
            ),
          )}`
    }
    ${
      view.awaiting === 0
        ? ''
        : item(
            true,
            html`<a href="${view.home}/payments?status=awaiting-approval"
              >${approvalTexts[view.language].count(view.awaiting)}</a
            >`,
          )
    }
    ${
      view.differences === 0
        ? ''
        : item(
            true,
            html`<a href="${view.home}/reconciliations/differences"
              >${differenceTexts[view.language].count(view.differences)}</a
            >`,
          )
    }
    ${
      failing.length === 0
        ? item(false, texts.delivering)
        : failing.map((url) =>
            item(true, html`<a href="${view.home}/webhooks">${texts.failing(url)}</a>`),
          )
    }
  </ul>`
}

/** Of the request budget. */
const LOW = 0.1

type Budget = NonNullable<OverviewView['state']>['budgets'][number]

/** Those that run low; else the one of which least is free, which speaks for all. */
function budgets(all: readonly Budget[]): readonly Budget[] {
  const ordered = all.toSorted((one, other) => one.left - other.left)
  const low = ordered.filter(({ left }) => left < LOW)
  return low.length > 0 ? low : ordered.slice(0, 1)
}

function currency(figures: ComparedFigures, view: OverviewView): Html {
  const texts = overviewTexts[view.language]
  const { today, yesterday, lastWeek } = figures
  const amount = (volume: number): string => displayAmount(volume, today.currency)
  const compared = (name: string, before: number): Html =>
    html`<p class="soft small">${name} ${amount(before)} ${change(today.volume, before, view)}</p>`
  return html`<section class="figures" data-live="${today.currency}">
    <h2>${today.currency}</h2>
    <div class="tiles">
      <div class="card tile wide">
        <h3>${texts.volume}</h3>
        <p class="large">${amount(today.volume)}</p>
        ${compared(texts.yesterday, yesterday.volume)} ${compared(texts.lastWeek, lastWeek.volume)}
        ${dayPlot(figures, texts.plot)}
        <p class="key small">
          <span class="today">${texts.today}</span>
          <span class="yesterday">${texts.yesterday}</span>
          <span class="last-week">${texts.lastWeek}</span>
        </p>
        ${hours(figures, view)}
      </div>
      <div class="card tile">
        <h3>${texts.success}</h3>
        <p class="large">${sayRate(today, view.language)}</p>
        <p class="soft small">${texts.successOf}</p>
        <p class="soft small">${texts.yesterday} ${sayRate(yesterday, view.language)}</p>
        <p class="soft small">${texts.lastWeek} ${sayRate(lastWeek, view.language)}</p>
      </div>
      <div class="card tile">
        <h3>${texts.toPay}</h3>
        <p class="large">${saySeconds(today.medianSeconds, view.language)}</p>
        <p class="soft small">${texts.median}</p>
        <p class="soft small">${texts.p95} ${saySeconds(today.p95Seconds, view.language)}</p>
        <p class="soft small">
          ${texts.yesterday} ${saySeconds(yesterday.medianSeconds, view.language)}
        </p>
        <p class="soft small">
          ${texts.lastWeek} ${saySeconds(lastWeek.medianSeconds, view.language)}
        </p>
      </div>
      <div class="card tile whole">
        <h3>${texts.week}</h3>
        <div class="scroll" role="region" tabindex="0" aria-label="${texts.week}">
          ${weekPlot(figures, view)}
        </div>
      </div>
      <div class="card tile whole">
        <h3>${texts.funnel}</h3>
        <div class="scroll" role="region" tabindex="0" aria-label="${texts.funnel}">
          ${funnel(figures, view)}
        </div>
        <p class="soft small">${texts.funnelHint}</p>
      </div>
    </div>
  </section>`
}

const STEPS = ['created', 'opened', 'authorized', 'ordered', 'paid'] as const

function funnel({ today, yesterday, lastWeek }: ComparedFigures, view: OverviewView): Html {
  const texts = overviewTexts[view.language]
  const share = (count: number): string => ((100 * count) / Math.max(1, today.created)).toFixed(1)
  return html`<table class="funnel">
    <thead>
      <tr>
        <td></td>
        <th scope="col">${texts.today}</th>
        <th class="sum" scope="col">${texts.yesterday}</th>
        <th class="sum" scope="col">${texts.lastWeek}</th>
      </tr>
    </thead>
    <tbody>
      ${STEPS.map(
        (step) =>
          html`<tr>
            <th scope="row">${texts[step]}</th>
            <td>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="all" width="100" height="8" rx="1" />
                <rect class="${step}" width="${share(today[step])}" height="8" rx="1" />
              </svg>
              <b>${today[step]}</b>
            </td>
            <td class="sum">${yesterday[step]}</td>
            <td class="sum">${lastWeek[step]}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** The plot in figures, for those who do not see it. */
function hours(figures: ComparedFigures, view: OverviewView): Html {
  const texts = overviewTexts[view.language]
  const { today, yesterday, lastWeek } = figures
  const lines = [today, yesterday, lastWeek].map((day) => sums(day.hours))
  const amount = (sum: number | undefined): string =>
    sum === undefined ? '' : displayAmount(sum, today.currency)
  const count = Math.max(...lines.map((line) => line.length))
  return html`<details>
    <summary>${texts.table}</summary>
    <div class="scroll" role="region" tabindex="0" aria-label="${texts.table}">
      <table class="hours">
        <thead>
          <tr>
            <th scope="col">${texts.hour}</th>
            ${[texts.today, texts.yesterday, texts.lastWeek].map(
              (name) => html`<th class="sum" scope="col">${name}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${Array.from(
            { length: count - 1 },
            (_, hour) =>
              html`<tr>
                <th scope="row">${String(hour + 1).padStart(2, '0')}:00</th>
                ${lines.map((line) => html`<td class="sum">${amount(line[hour + 1])}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`
}

function change(today: number, before: number, { language }: OverviewView): string {
  const share = changeOf(today, before)
  if (share === undefined) return ''
  const format = { style: 'percent', signDisplay: 'exceptZero' } as const
  return `(${numberFormat(language, format).format(share)})`
}
