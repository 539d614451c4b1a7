import type { Language } from '@tael-examples/common'
import { html } from 'hono/html'
import { type Notice, TEXTS } from '../texts.ts'
import { type Html, roomDocument } from './document.ts'

export function noticePage(language: Language, notice: Notice): Html {
  const { title, text } = TEXTS[language].notices[notice]
  const body = html`<section class="state notice">
    <h1>${title}</h1>
    <p>${text}</p>
  </section>`
  return roomDocument(language, { title, body })
}
