import { html } from 'hono/html'
import { successRate, type ComparedFigures } from '../../figures/day-figures.ts'
import { displayAmount } from '../../language/display-amount.ts'
import { displayWeekday } from '../../language/display-time.ts'
import type { Html } from '../shell/frame.ts'
import type { FrameView } from '../shell/view.ts'
import { overviewTexts } from './overview-texts.ts'
import { sayRate, saySeconds } from './say-figures.ts'

/** Seven days below each other: what was paid, how many of the payers paid, and how fast. */
export function weekPlot({ week }: ComparedFigures, view: FrameView): Html {
  const texts = overviewTexts[view.language]
  const all = week.map(({ figures }) => figures)
  const mostVolume = Math.max(1, ...all.map(({ volume }) => volume))
  const mostSeconds = Math.max(1, ...all.map(({ medianSeconds = 0 }) => medianSeconds))
  return html`<table class="funnel week">
    <thead>
      <tr>
        <td></td>
        ${[texts.paid, texts.success, texts.toPay].map(
          (name) => html`<th class="sum" scope="col">${name}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${week.map(
        ({ from, figures }) =>
          html`<tr>
            <th scope="row">${displayWeekday(from.getTime(), view.timeZone, view.language)}</th>
            ${bar(figures.volume / mostVolume, displayAmount(figures.volume, figures.currency))}
            ${bar(successRate(figures) ?? 0, sayRate(figures, view.language))}
            ${bar(
              (figures.medianSeconds ?? 0) / mostSeconds,
              saySeconds(figures.medianSeconds, view.language),
            )}
          </tr>`,
      )}
    </tbody>
  </table>`
}

function bar(share: number, said: string): Html {
  return html`<td class="sum">
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="all" width="100" height="8" rx="1" />
      <rect class="paid" width="${(100 * share).toFixed(1)}" height="8" rx="1" />
    </svg>
    <span>${said}</span>
  </td>`
}
