import { html } from 'hono/html'
import { qrCode } from '../../pay-page/pages/qr-code.ts'
import { operatorTexts } from '../operators/operator-texts.ts'
import type { DoorView, PasskeyQuestion } from '../operators/operator-view.ts'
import { passkeySignIn } from '../operators/passkeys.ts'
import {
  brand,
  dashboardDocument,
  environmentTag,
  tongues,
  type Html,
  type Script,
} from '../shell/frame.ts'
import { dashboardTexts } from '../shell/texts.ts'
import { loginTexts } from './login-texts.ts'

/** A card in the middle of the page, for what comes before the dashboard. */
export function door(view: DoorView, title: string, contents: Html, script?: Script): Html {
  return dashboardDocument({
    language: view.language,
    title,
    script: script && `${view.home}/${script}`,
    body: html`<main class="door">
      <p class="brand">${brand()} ${environmentTag(view.environment)}</p>
      <div class="card">
        <h1>${title}</h1>
        ${contents}
      </div>
      ${tongues(view)}
    </main>`,
  })
}

function alert({ language, problem }: DoorView): Html | string {
  if (problem === undefined) return ''
  return html`<p class="alert" role="alert" id="problem">
    ${operatorTexts[language].problems[problem]}
  </p>`
}

/** An operator's login and password. */
export function signInPage(
  view: DoorView & {
    readonly next?: string | undefined
    readonly hasEnded?: boolean
    /** Undefined where browsers offer no passkeys. */
    readonly question: PasskeyQuestion | undefined
  },
): Html {
  const texts = operatorTexts[view.language]
  const login = loginTexts[view.language]
  return door(
    view,
    login.title,
    html`<form method="post" action="${view.home}/login">
        ${
          view.hasEnded === true
            ? html`<p class="alert mild" role="alert">${login['session-ended']}</p>`
            : alert(view)
        }
        ${loginField(texts.login, view, 'autofocus')}
        ${passwordField(texts.password, 'current-password')} ${nextField(view)}
        <button class="main">${login.signIn}</button>
      </form>
      ${view.question === undefined ? '' : passkeySignIn(view, view.question, nextField(view))}`,
    'passkey.js',
  )
}

/** The code of the operator's app, or a recovery code. */
export function secondFactorPage(view: DoorView & { readonly next?: string | undefined }): Html {
  const texts = operatorTexts[view.language]
  return door(
    view,
    texts.secondFactor.title,
    html`<p>${texts.secondFactor.text}</p>
      <form method="post" action="${view.home}/second-factor">
        ${alert(view)} ${codeField(texts.code, 'text')} ${nextField(view)}
        <button class="main">${texts.proceed}</button>
      </form>`,
  )
}

/** An invited operator chooses a password. */
export function welcomePage(
  view: DoorView & { readonly name: string; readonly login: string; readonly path: string },
): Html {
  const texts = operatorTexts[view.language]
  return door(
    view,
    texts.welcome.title(view.name),
    html`<p>${texts.welcome.text}</p>
      <form method="post" action="${view.path}">
        ${alert(view)}
        <input
          name="login"
          value="${view.login}"
          autocomplete="username"
          aria-label="${texts.login}"
          hidden
        />
        ${passwordField(texts.password, 'new-password')}
        <p class="soft small" id="hint">${texts.passwordHint}</p>
        <button class="main">${texts.proceed}</button>
      </form>`,
  )
}

/** The person with the operator key becomes the first administrator. */
export function firstAdministratorPage(view: DoorView): Html {
  const texts = operatorTexts[view.language]
  return door(
    view,
    dashboardTexts[view.language].firstAdministrator,
    html`<p>${texts.first.text}</p>
      <form method="post" action="${view.home}/first-administrator">
        ${alert(view)}
        <label for="name">${texts.name}</label>
        <input
          id="name"
          name="name"
          value="${view.typed?.name ?? ''}"
          autocomplete="name"
          required
          maxlength="64"
        />
        ${loginField(texts.login, view)} ${passwordField(texts.password, 'new-password')}
        <p class="soft small" id="hint">${texts.passwordHint}</p>
        <button class="main">${texts.proceed}</button>
      </form>
      <a class="button" href="${view.home}/payments">${texts.first.later}</a>`,
  )
}

/** The secret for the authenticator app, and the field for its first code. */
export function authenticatorPage(
  view: DoorView & { readonly uri: string; readonly secret: string; readonly sealed: string },
): Html {
  const texts = operatorTexts[view.language]
  return door(
    view,
    texts.app.title,
    html`<p>${texts.app.text}</p>
      <p class="code">${qrCode(view.uri, texts.app.code)}</p>
      <p class="soft small">${texts.app.byHand}</p>
      <p class="id">${view.secret.match(/.{1,4}/g)?.join(' ')}</p>
      <form method="post" action="${view.home}/set-up">
        ${alert(view)} ${codeField(texts.code, 'numeric')}
        <input type="hidden" name="sealed" value="${view.sealed}" />
        <button class="main">${texts.proceed}</button>
      </form>`,
  )
}

export function recoveryCodesPage(view: DoorView & { readonly codes: readonly string[] }): Html {
  const { recovery } = operatorTexts[view.language]
  return door(
    view,
    recovery.title,
    html`<p>${recovery.text}</p>
      <ul class="codes">
        ${view.codes.map((code) => html`<li class="id">${code}</li>`)}
      </ul>
      <a class="button main" href="${view.home}">${recovery.done}</a>`,
  )
}

export function invitationOverPage(view: DoorView): Html {
  const { over } = operatorTexts[view.language]
  return door(view, over.title, html`<p>${over.text}</p>`)
}

function loginField(label: string, { typed = {} }: DoorView, focus: 'autofocus' | '' = ''): Html {
  return html`<label for="login">${label}</label>
    <input
      id="login"
      name="login"
      value="${typed.login ?? ''}"
      autocomplete="username"
      autocapitalize="none"
      required
      ${focus}
      maxlength="64"
      spellcheck="false"
    />`
}

/** The page of the dashboard that the operator wanted to see. */
function nextField({ next }: { readonly next?: string | undefined }): Html | string {
  return next === undefined ? '' : html`<input type="hidden" name="next" value="${next}" />`
}

function passwordField(label: string, kind: 'current-password' | 'new-password'): Html {
  return html`<label for="password">${label}</label>
    <input
      id="password"
      name="password"
      type="password"
      autocomplete="${kind}"
      required
      maxlength="200"
      ${kind === 'new-password' ? html`minlength="12" aria-describedby="hint"` : ''}
    />`
}

function codeField(label: string, inputMode: 'numeric' | 'text'): Html {
  return html`<label for="code">${label}</label>
    <input
      id="code"
      name="code"
      inputmode="${inputMode}"
      autocomplete="one-time-code"
      autocapitalize="characters"
      required
      autofocus
      maxlength="40"
      spellcheck="false"
    />`
}
