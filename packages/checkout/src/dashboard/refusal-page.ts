import { html } from 'hono/html'
import type { Language } from '../language/language.ts'
import { refusalTexts, type Refusal } from './refusal-texts.ts'
import { brand, dashboardDocument, environmentTag, type Html } from './shell/frame.ts'

type RefusalView = {
  readonly language: Language
  readonly problem: Refusal
  readonly home: string
  /** The request's id, which our log also has. */
  readonly supportId: string
  readonly environment?: string
}

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
