import { html } from 'hono/html'
import type { Language } from '../../language/language.ts'
import type { Html } from '../shell/frame.ts'
import { noteTexts } from './note-texts.ts'

/** For what people write down about something at `path`; sent twice under its `id`, it is one note. */
export function noteForm(
  { language }: { readonly language: Language },
  { path, id }: { readonly path: string; readonly id: string },
): Html {
  const texts = noteTexts[language]
  return html`<form class="card note" method="post" action="${path}/notes">
    <label for="new-note">${texts.title}</label>
    <textarea
      id="new-note"
      name="text"
      rows="2"
      maxlength="1000"
      required
      aria-describedby="note-hint"
    ></textarea>
    <input type="hidden" name="note" value="${id}" />
    <p class="soft small" id="note-hint">${texts.hint}</p>
    <button>${texts.add}</button>
  </form>`
}
