import { html } from 'hono/html'
import { encode } from 'uqr'
import { type Html } from './pay-document.ts'

/** What a reader needs as a quiet zone, in modules. */
const BORDER = 4

/** A QR code as one SVG path, dark on white by night too: some readers know no other. */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER })
  const path = data
    .map((row, y) =>
      runs(row)
        .map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`)
        .join(''),
    )
    .join('')
  return html`<svg
    role="img"
    aria-label="${label}"
    width="240"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <path fill="#fff" d="M0 0h${size}v${size}H0z" />
    <path d="${path}" />
  </svg>`
}

function runs(row: readonly boolean[]): [start: number, width: number][] {
  const found: [number, number][] = []
  row.forEach((dark, x) => {
    const last = found.at(-1)
    if (!dark) return
    if (last !== undefined && last[0] + last[1] === x) last[1] += 1
    else found.push([x, 1])
  })
  return found
}
