import { html } from 'hono/html'
import { type Html } from './document.ts'
export function drawing(id: string): Html {
  return html`<span class="drawing ${id}"></span>`
}
