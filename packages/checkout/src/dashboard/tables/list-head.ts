import { html } from 'hono/html'
import type { Language } from '../../language/language.ts'
import type { Html } from '../shell/frame.ts'
import { dashboardTexts } from '../shell/texts.ts'

/** The head of a list whose lines are about payments. */
export function listHead(language: Language): Html {
  const { list } = dashboardTexts[language]
  return html`<thead>
    <tr>
      <th class="when" scope="col">${list.time}</th>
      <th scope="col">${list.payment}</th>
      <th class="state" scope="col">${list.status}</th>
      <th class="sum" scope="col">${list.amount}</th>
    </tr>
  </thead>`
}
