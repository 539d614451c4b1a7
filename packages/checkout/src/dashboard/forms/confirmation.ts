import { html } from 'hono/html'
import type { Html } from '../shell/frame.ts'

/** An action that asks once more: the button opens what says what it does, and the button that does it. */
export function confirmation(asked: {
  /** Receives the POST. */
  readonly path: string
  readonly ask: string
  readonly text: string
  readonly sure: string
  /** It takes nothing away. */
  readonly isHarmless?: boolean
}): Html {
  return html`<details class="filters">
    <summary class="button">${asked.ask}</summary>
    <form class="card" method="post" action="${asked.path}">
      <p class="wide">${asked.text}</p>
      <button class="${asked.isHarmless === true ? 'main' : 'danger'}">${asked.sure}</button>
    </form>
  </details>`
}
