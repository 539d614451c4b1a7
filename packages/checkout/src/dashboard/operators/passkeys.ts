import { html } from 'hono/html'
import type { Language } from '../../language/language.ts'
import type { Passkey } from '../../operators/read-operators.ts'
import { age, type Html } from '../shell/frame.ts'
import type { PasskeyQuestion, PasskeysView } from './operator-view.ts'
import { passkeyTexts } from './passkey-texts.ts'

/** Signing in by a passkey. The script shows it where the browser has them. */
export function passkeySignIn(
  { language, home }: { readonly language: Language; readonly home: string },
  question: PasskeyQuestion,
  next: Html | string,
): Html {
  const texts = passkeyTexts[language]
  return html`<form
    method="post"
    action="${home}/login/passkey"
    data-passkey="${question.options}"
    hidden
  >
    ${answerFields(language, question)} ${next}
    <button class="other">${texts.signIn}</button>
  </form>`
}

/** An operator's own passkeys, and the form for a new one. */
export function passkeys(view: PasskeysView): Html | string {
  const texts = passkeyTexts[view.language]
  if (view.question === undefined && view.passkeys.length === 0) return ''
  return html`<section class="apart">
    <h2>${texts.title}</h2>
    <p class="soft">${texts.text}</p>
    ${
      view.passkeys.length === 0
        ? ''
        : html`<div class="card list people">
            <ul>
              ${view.passkeys.map((each) => passkey(each, view))}
            </ul>
          </div>`
    }
    ${
      view.question === undefined
        ? ''
        : html`<div class="invite">${addForm(view, view.question)}</div>`
    }
  </section>`
}

function passkey({ id, name, createdAt, lastUsedAt }: Passkey, view: PasskeysView): Html {
  const texts = passkeyTexts[view.language]
  return html`<li>
    <div>
      <p><b>${name}</b></p>
      <p class="small soft">
        ${texts.added} ${age(createdAt.getTime(), view)} ·
        ${lastUsedAt ? html`${texts.used} ${age(lastUsedAt.getTime(), view)}` : texts.unused}
      </p>
    </div>
    <form method="post" action="${view.home}/passkeys/${id}/remove">
      <button aria-label="${texts.remove}: ${name}">${texts.remove}</button>
    </form>
  </li>`
}

function addForm(view: PasskeysView, question: PasskeyQuestion): Html {
  const texts = passkeyTexts[view.language]
  return html`<form
    class="card"
    method="post"
    action="${view.home}/passkeys"
    data-passkey="${question.options}"
    hidden
  >
    ${
      view.problem === undefined
        ? ''
        : html`<p class="alert" role="alert">${texts.problems[view.problem]}</p>`
    }
    ${answerFields(view.language, question)}
    <label for="name">${texts.name}</label>
    <input
      id="name"
      name="name"
      required
      maxlength="64"
      autocomplete="off"
      aria-describedby="hint"
    />
    <p class="soft small" id="hint">${texts.nameHint}</p>
    <label for="code">${texts.code}</label>
    <input
      id="code"
      name="code"
      required
      maxlength="40"
      autocomplete="one-time-code"
      spellcheck="false"
    />
    <button class="main">${texts.add}</button>
  </form>`
}

function answerFields(language: Language, { sealed }: PasskeyQuestion): Html {
  return html`<p class="alert" role="alert" data-refused hidden>
      ${passkeyTexts[language].refused}
    </p>
    <input type="hidden" name="answer" />
    <input type="hidden" name="sealed" value="${sealed}" />`
}
