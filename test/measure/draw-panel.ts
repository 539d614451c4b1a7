/** A plot with lines and a limit. */
export type Panel = {
  readonly left: number
  readonly title: string
  readonly note: string
  readonly lines: readonly Line[]
  readonly limit?: { readonly at: number; readonly text: string }
  readonly across: { readonly most: number; readonly every: number; readonly unit: string }
  readonly up: { readonly most: number; readonly every: number; readonly unit: string }
}

/** With its name at its end, where there is more than one. */
export type Line = {
  readonly points: readonly (readonly [number, number])[]
  readonly color: string
  readonly name?: string
}

const WIDTH = 920
const HEIGHT = 360
const PLOT = { width: 360, height: 220, top: 84 }

/** A picture of two plots beside each other. */
export function drawPanels(title: string, panels: readonly Panel[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" rx="12" fill="#fff"/>
${panels.map(drawPanel).join('\n')}
</svg>
`
}

function drawPanel({ left, title, note, lines, limit, across, up }: Panel): string {
  const x = (value: number): string => (left + (value / across.most) * PLOT.width).toFixed(1)
  const y = (value: number): string =>
    (PLOT.top + PLOT.height - (value / up.most) * PLOT.height).toFixed(1)
  const right = left + PLOT.width
  const bottom = PLOT.top + PLOT.height
  const drawLine = ({ points, color, name }: Line): string => {
    const line = points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')
    const [at, value] = points.at(-1) ?? [0, 0]
    const label =
      name === undefined
        ? ''
        : `<text x="${x(at)}" y="${y(value)}" dx="-4" dy="-6" text-anchor="end" fill="${color}">${name}</text>`
    return `<polyline points="${line}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"/>${label}`
  }
  const bound =
    limit === undefined
      ? ''
      : `<path d="M${left} ${y(limit.at)}H${right}" stroke="#a3261c" stroke-dasharray="5 4"/>
<text x="${right}" y="${y(limit.at)}" dy="-6" text-anchor="end" fill="#a3261c">${limit.text}</text>`
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
${bound}
${lines.map(drawLine).join('\n')}`
}

function marks({ most, every }: { readonly most: number; readonly every: number }): number[] {
  return Array.from({ length: Math.floor(most / every) + 1 }, (_, index) => index * every)
}
