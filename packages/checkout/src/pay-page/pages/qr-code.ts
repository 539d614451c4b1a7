import { html } from 'hono/html'
import { encode } from 'uqr'
import type { Html } from './pay-document.ts'

/** What a reader needs as a quiet zone, in modules. */
const BORDER = 4
const WIDTH_PX = 240

/** A QR code as one SVG path, dark on white by night too: some readers need that. */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER })
  // Whole pixels for each module, so that none is drawn wider than its neighbor.
  return html`<svg
    role="img"
    aria-label="${label}"
    width="${size * Math.round(WIDTH_PX / size)}"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <path fill="#fff" d="M0 0h${size}v${size}H0z" />
    <path stroke="#000" d="${data.map(strokes).join('')}" />
  </svg>`
}

/** One row of modules as strokes along its middle: a run of dark ones is one line. */
function strokes(row: readonly boolean[], y: number): string {
  let path = ''
  let drawnTo = 0
  for (let x = row.indexOf(true); x !== -1; x = row.indexOf(true, drawnTo)) {
    const light = row.indexOf(false, x)
    const end = light === -1 ? row.length : light
    path += path === '' ? `M${x} ${y}.5` : `m${x - drawnTo} 0`
    path += `h${end - x}`
    drawnTo = end
  }
  return path
}
