import { html } from 'hono/html'
import type { CheckedPart } from '../../gateways/check-account.ts'
import { inLanguage } from '../recorded/in-language.ts'
import type { Html } from '../shell/frame.ts'
import type { FrameView } from '../shell/view.ts'
import { accountTexts } from './account-texts.ts'

/** What was found of each part of an account that can be checked. */
export function checkList(checks: readonly CheckedPart[], { language }: FrameView): Html {
  const { parts } = accountTexts[language]
  return html`<ul class="checks">
    ${checks.map(
      ({ what, status, message }) =>
        html`<li class="${status}">
          <b>${parts[what]}</b>
          <span class="small soft">${inLanguage(message, language)}</span>
        </li>`,
    )}
  </ul>`
}
