import { html } from 'hono/html'
import type { Html } from './document.ts'
import { chrysanthemum, dragonWell, ironGoddess, jasminePearls } from './draw-leaves.ts'
import { agedPuer, clayPot, gaiwan, milkTea } from './draw-ware.ts'

const DRAWINGS: Readonly<Record<string, Html>> = {
  'dragon-well': dragonWell(),
  'iron-goddess': ironGoddess(),
  'aged-puer': agedPuer(),
  'jasmine-pearls': jasminePearls(),
  'milk-tea': milkTea(),
  chrysanthemum: chrysanthemum(),
  gaiwan: gaiwan(),
  'clay-pot': clayPot(),
}

/** The picture of a product, on its own ground. Its name always stands beside it. */
export function drawing(product: string): Html {
  return html`<svg class="drawing ${product}" viewBox="0 0 200 200" aria-hidden="true">
    <ellipse class="shade" cx="100" cy="172" rx="66" ry="7" />
    ${DRAWINGS[product]}
  </svg>`
}
