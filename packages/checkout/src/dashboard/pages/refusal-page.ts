import { html } from 'hono/html'
import { brand, dashboardDocument, environmentTag, type Html } from './frame.ts'
import { refusalTexts } from './refusal-texts.ts'
import type { RefusalView } from './view.ts'

/** Why a request was refused, and what to do about it. */
export function refusalPage(view: RefusalView): Html {
  const refusal = refusalTexts[view.language]
  const { title, text } = refusal[view.problem]
  const body = html`<main class="door">
    <p class="brand">${brand()} ${environmentTag(view.environment)}</p>
    <div class="card">
      <h1>${title}</h1>
      <p>${text}</p>
      <a class="button" href="${view.home}">${refusal.back}</a>
      <p class="soft small">${refusal.supportId} <span class="id">${view.supportId}</span></p>
    </div>
  </main>`
  return dashboardDocument({ language: view.language, title, body })
}
