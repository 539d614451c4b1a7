import { html } from 'hono/html'
import { inLanguage } from '../recorded/in-language.ts'
import type { Html } from '../shell/frame.ts'
import type { FrameView } from '../shell/view.ts'
import { formTexts } from './form-texts.ts'

/** A form as it was sent, and what is wrong with it. */
export type TypedForm = {
  readonly typed: Readonly<Record<string, string>>
  /** In English, behind the name of the field in quotes: what the API says of the same. */
  readonly problem?: string | undefined
}

type Place = { readonly isWide?: boolean; readonly note?: Html | string }

type Fields = {
  readonly text: (name: string, label: string, attributes: Html, place?: Place) => Html
  readonly area: (name: string, label: string, attributes: Html, place?: Place) => Html
  readonly choice: (
    name: string,
    label: string,
    options: readonly (readonly [value: string, text: string])[],
    place?: Place,
  ) => Html
  /** The choice of the account that something new belongs to. */
  readonly account: (accounts: readonly { readonly id: string; readonly name: string }[]) => Html
  readonly check: (name: string, label: Html | string, value?: string) => Html
  readonly radio: (name: string, label: Html | string, value: string) => Html
}

/** The fields of a form, each with what was typed before. Ticked boxes of one name are joined by spaces. */
export function fieldsOf({
  typed,
  problem,
  language,
}: TypedForm & Pick<FrameView, 'language'>): Fields {
  const wrong = wrongField(problem)
  const box = (type: string, name: string, value: string, label: Html | string): Html =>
    html`<label class="check"
      ><input
        type="${type}"
        name="${name}"
        value="${value}"
        ${(typed[name] ?? '').split(/\s+/).includes(value) ? html`checked` : ''}
      /><span>${label}</span></label
    >`
  const choice: Fields['choice'] = (name, label, options, place) =>
    row(
      name,
      label,
      html`<select id="${name}" name="${name}" ${described(name, wrong, place)}>
        ${options.map(
          ([value, text]) =>
            html`<option value="${value}" ${value === typed[name] ? html`selected` : ''}>
              ${text}
            </option>`,
        )}
      </select>`,
      place,
    )
  return {
    text: (name, label, attributes, place) =>
      row(
        name,
        label,
        html`<input
          id="${name}"
          name="${name}"
          value="${typed[name] ?? ''}"
          autocomplete="off"
          ${described(name, wrong, place)}
          ${attributes}
        />`,
        place,
      ),
    area: (name, label, attributes, place) =>
      row(
        name,
        label,
        html`<textarea id="${name}" name="${name}" ${described(name, wrong, place)} ${attributes}>
${typed[name] ?? ''}</textarea>`,
        { isWide: true, ...place },
      ),
    choice,
    account: (accounts) =>
      choice(
        'account',
        formTexts[language].account,
        accounts.map(({ id, name }) => [id, name]),
        { isWide: true },
      ),
    check: (name, label, value = 'yes') => box('checkbox', name, value, label),
    radio: (name, label, value) => box('radio', name, value, label),
  }
}

/** A field in a field of the API has the name of both, or of the inner one. */
function wrongField(problem: string | undefined): readonly string[] {
  const path = /^"([\w.]+)"/.exec(problem ?? '')?.[1]?.split('.') ?? []
  return [path.join('_'), ...path.filter((name) => /\D/.test(name)).slice(-1)]
}

function described(name: string, wrong: readonly string[], place: Place = {}): Html {
  const isWrong = wrong.includes(name)
  const by = [isWrong && 'problem', place.note !== undefined && `${name}-note`].filter(
    (id) => id !== false,
  )
  return html`${isWrong ? html`aria-invalid="true"` : ''}
  ${by.length === 0 ? '' : html`aria-describedby="${by.join(' ')}"`}`
}

function row(name: string, label: string, field: Html, { isWide, note }: Place = {}): Html {
  return html`<p class="${isWide === true ? 'wide' : ''}">
    <label for="${name}">${label}</label>
    ${field}
    ${note === undefined ? '' : html`<span class="small soft" id="${name}-note">${note}</span>`}
  </p>`
}

/** Why nothing was changed. */
export function formProblem({ language, problem }: FrameView & TypedForm): Html | string {
  if (problem === undefined) return ''
  return html`<p class="alert" role="alert" id="problem">
    ${formTexts[language].wrong} ${inLanguage(problem, language)}
  </p>`
}

/** A secret that nobody can see again, or a link that is one. */
export function shownOnce(shown: {
  readonly title: string
  readonly text: string
  readonly secret: string
}): Html {
  return html`<section class="card invitation" role="status">
    <h2>${shown.title}</h2>
    <p>${shown.text}</p>
    <input class="id" readonly value="${shown.secret}" aria-label="${shown.title}" />
  </section>`
}
