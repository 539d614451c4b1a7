import { callsWithin, percentile, type Waited } from '../support/waiting-payers.ts'

type Panel = {
  readonly left: number
  readonly title: string
  readonly note: string
  readonly points: readonly (readonly [number, number])[]
  readonly limit: { readonly at: number; readonly text: string }
  readonly across: { readonly most: number; readonly every: number; readonly unit: string }
  readonly up: { readonly most: number; readonly every: number; readonly unit: string }
}

const WIDTH = 920
const HEIGHT = 360
const PLOT = { width: 360, height: 220, top: 84 }

/** Two plots: how long payers waited, and how the account's limit was used meanwhile. */
export function drawWaitingPayers({ waitsMs, callsAt, launchedMs }: Waited): string {
  const waits = Array.from(
    { length: 101 },
    (_, percent) => [percent, percentile(waitsMs, percent) / 1000] as const,
  )
  const calls = callsWithin(callsAt, 60_000).map(
    (count, index) => [(callsAt[index] ?? 0) / 60_000, count] as const,
  )
  const minutes = Math.ceil(Math.max(...calls.map(([at]) => at)))
  const panels = [
    drawPanel({
      left: 64,
      title: `How long ${waitsMs.length} payers waited for “paid”`,
      note: 'from the money to the page, by share of payers; not one notification',
      points: waits,
      limit: { at: 3, text: '3 s for 95 in 100' },
      across: { most: 100, every: 20, unit: '%' },
      up: { most: 4, every: 1, unit: ' s' },
    }),
    drawPanel({
      left: 524,
      title: 'Calls to QFPay in the last minute',
      note: `payers arrive until ${(launchedMs / 60_000).toFixed(1)} min; from then on all of them wait`,
      points: calls,
      limit: { at: 400, text: 'QFPay’s limit' },
      across: { most: minutes, every: 1, unit: ' min' },
      up: { most: 450, every: 100, unit: '' },
    }),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>${waitsMs.length} waiting payers: waiting times, and calls in each minute against the limit</title>
<rect width="${WIDTH}" height="${HEIGHT}" rx="12" fill="#fff"/>
${panels.join('\n')}
</svg>
`
}

function drawPanel({ left, title, note, points, limit, across, up }: Panel): string {
  const x = (value: number): string => (left + (value / across.most) * PLOT.width).toFixed(1)
  const y = (value: number): string =>
    (PLOT.top + PLOT.height - (value / up.most) * PLOT.height).toFixed(1)
  const right = left + PLOT.width
  const bottom = PLOT.top + PLOT.height
  const line = points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')
  const rows = marks(up).map(
    (value) =>
      `<path d="M${left} ${y(value)}H${right}" stroke="#e5e7e3"/><text x="${left - 8}" y="${y(value)}" dy="4" text-anchor="end" fill="#56615a">${value}${up.unit}</text>`,
  )
  const columns = marks(across).map(
    (value) =>
      `<text x="${x(value)}" y="${bottom + 20}" text-anchor="middle" fill="#56615a">${value}${across.unit}</text>`,
  )
  return `<text x="${left}" y="36" font-size="16" font-weight="600" fill="#16201b">${title}</text>
<text x="${left}" y="56" fill="#56615a">${note}</text>
${[...rows, ...columns].join('\n')}
<path d="M${left} ${y(limit.at)}H${right}" stroke="#a3261c" stroke-dasharray="5 4"/>
<text x="${right}" y="${y(limit.at)}" dy="-6" text-anchor="end" fill="#a3261c">${limit.text}</text>
<polyline points="${line}" fill="none" stroke="#07693f" stroke-width="2" stroke-linejoin="round"/>`
}

function marks({ most, every }: { readonly most: number; readonly every: number }): number[] {
  return Array.from({ length: Math.floor(most / every) + 1 }, (_, index) => index * every)
}
