import { html } from 'hono/html'
import type { Language } from '../../language/language.ts'
import { brand, dashboardDocument, environmentTag, tongues, type Html } from '../shell/frame.ts'
import { loginTexts, type LoginProblem } from './login-texts.ts'

export type LoginView = {
  readonly language: Language
  readonly home: string
  /** Receives a POST with `key` and, if given, `next`. */
  readonly loginPath: string
  /** Whether the server has an operator key. */
  readonly hasKey: boolean
  readonly problem?: LoginProblem
  /** Where the operator wanted to go. */
  readonly next?: string
  readonly environment?: string
}

/** Asks for the operator's key; the browser's own password manager may keep it. */
export function loginPage(view: LoginView): Html {
  const login = loginTexts[view.language]
  const { problem } = view
  const body = html`<main class="door">
    <p class="brand">${brand()} ${environmentTag(view.environment)}</p>
    <form class="card" method="post" action="${view.loginPath}">
      <h1>${login.title}</h1>
      ${
        problem === undefined
          ? ''
          : html`<p
              class="alert${problem === 'session-ended' ? ' mild' : ''}"
              role="alert"
              id="problem"
            >
              ${login[problem]}
            </p>`
      }
      ${view.hasKey ? question(view) : html`<p>${login.noKey}</p>`}
    </form>
    ${tongues({ ...view, path: view.next })}
  </main>`
  return dashboardDocument({ language: view.language, title: login.title, body })
}

function question(view: LoginView): Html {
  const login = loginTexts[view.language]
  return html`${/* A password manager keeps a key only beside the name of somebody who has it. */ ''}
    <input
      name="user"
      value="operator"
      autocomplete="username"
      aria-label="${login.title}"
      hidden
    />
    <label for="key">${login.key}</label>
    <input
      id="key"
      name="key"
      type="password"
      autocomplete="current-password"
      required
      autofocus
      maxlength="200"
      spellcheck="false"
      aria-describedby="hint${view.problem === undefined ? '' : ' problem'}"
    />
    <p class="soft small" id="hint">${login.hint}</p>
    ${view.next === undefined ? '' : html`<input type="hidden" name="next" value="${view.next}" />`}
    <button class="main">${login.signIn}</button>`
}
