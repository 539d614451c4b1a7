import { html } from 'hono/html'
import type { Html } from '../shell/frame.ts'

/** Names and values, one below the other, without those that have no value. */
export function factList(
  facts: readonly (readonly [name: string, value: Html | string | number | undefined])[],
  look: 'facts' | 'tally' = 'facts',
): Html {
  return html`<dl class="card ${look}">
    ${facts.map(([name, value]) =>
      value === undefined
        ? ''
        : html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
    )}
  </dl>`
}
