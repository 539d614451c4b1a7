import { html } from 'hono/html'
import type { ComparedFigures } from '../../figures/day-figures.ts'
import type { Html } from '../shell/frame.ts'

const WIDTH = 480
const HEIGHT = 160
const HOURS = 24

/** What was paid since midnight, hour by hour: three days in one picture, without a script. */
export function dayPlot(figures: ComparedFigures, name: string): Html {
  const lines = {
    'last-week': sums(figures.lastWeek.hours),
    yesterday: sums(figures.yesterday.hours),
    today: sums(figures.today.hours),
  }
  const most = Math.max(1, ...Object.values(lines).map((line) => line.at(-1) ?? 0))
  const x = (hour: number): string => ((hour / HOURS) * WIDTH).toFixed(1)
  const y = (sum: number): string => (HEIGHT - (sum / most) * (HEIGHT - 8)).toFixed(1)
  const pathOf = (line: readonly number[]): string =>
    line.map((sum, hour) => `${hour === 0 ? 'M' : 'L'}${x(hour)} ${y(sum)}`).join('')
  const last = lines.today.length - 1
  return html`<svg
    class="plot"
    viewBox="0 -4 ${WIDTH} ${HEIGHT + 24}"
    role="img"
    aria-label="${name}"
  >
    <path class="axis" d="M0 ${HEIGHT}H${WIDTH}" />
    ${[0, 6, 12, 18, 24].map(
      (hour) =>
        html`<text
          x="${x(hour)}"
          y="${HEIGHT + 16}"
          text-anchor="${hour === 0 ? 'start' : hour === HOURS ? 'end' : 'middle'}"
        >
          ${String(hour).padStart(2, '0')}:00
        </text>`,
    )}
    <path class="area" d="${pathOf(lines.today)}L${x(last)} ${HEIGHT}L0 ${HEIGHT}Z" />
    ${Object.entries(lines).map(([day, line]) => html`<path class="${day}" d="${pathOf(line)}" />`)}
    <circle class="now" cx="${x(last)}" cy="${y(lines.today.at(-1) ?? 0)}" r="4" />
  </svg>`
}

/** The sum at each full hour, beginning with nothing at midnight. */
export function sums(hours: readonly number[]): readonly number[] {
  const line = [0]
  for (const volume of hours) line.push((line.at(-1) ?? 0) + volume)
  return line
}
