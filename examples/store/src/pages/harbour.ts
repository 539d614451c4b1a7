import { html } from 'hono/html'
import { type Html } from './document.ts'
export function harbour(): Html {
  return html`<svg class="harbour" viewBox="0 0 10 10" aria-hidden="true"></svg>`
}
