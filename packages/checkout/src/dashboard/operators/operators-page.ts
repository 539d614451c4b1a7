import { html } from 'hono/html'
import { ROLES, type Operator, type Role } from '../../operators/operator.ts'
import { shownOnce } from '../forms/form.ts'
import { age, badge, framed, ifMay, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { operatorTexts } from './operator-texts.ts'
import type { OperatorsView, SessionsView } from './operator-view.ts'
import { passkeys } from './passkeys.ts'

/** Who may sign in, as what; administrators invite and change them here. */
export function operatorsPage(view: OperatorsView): Html {
  const texts = operatorTexts[view.language]
  const title = sectionTexts[view.language].operators
  const body = html`<h1>${title}</h1>
    ${
      view.problem === undefined
        ? ''
        : html`<p class="alert" role="alert">${texts[view.problem]}</p>`
    }
    ${invitation(view)}
    <div class="card list people">
      ${
        view.operators.length === 0
          ? html`<p class="none">${texts.none}</p>`
          : html`<ul>
              ${view.operators.map((operator) => person(operator, view))}
            </ul>`
      }
    </div>
    ${ifMay(view, 'administer', inviteForm(view))}`
  return framed(view, { title, section: 'operators' }, body)
}

function invitation({ language, invitation: made }: OperatorsView): Html | string {
  if (made === undefined) return ''
  const texts = operatorTexts[language]
  return shownOnce({ title: texts.invited(made.name), text: texts.invitedText, secret: made.url })
}

function person(operator: Operator, view: OperatorsView): Html {
  const texts = operatorTexts[view.language]
  const isOwn = operator.id === view.ownId
  return html`<li>
    <div>
      <p>
        <b>${operator.name}</b> ${isOwn ? html`<span class="soft">(${texts.you})</span>` : ''}
        ${operator.status === 'active' ? '' : badge(operator.status, texts.status[operator.status])}
      </p>
      <p class="small soft">${operator.login} · ${texts.roles[operator.role]}</p>
    </div>
    ${ifMay(view, 'administer', changes(operator, view))}
  </li>`
}

function changes(operator: Operator, view: OperatorsView): Html {
  const texts = operatorTexts[view.language]
  const path = `${view.home}/operators/${operator.id}`
  const isDisabled = operator.status === 'disabled'
  return html`<div class="deeds">
    <form method="post" action="${path}/change">
      ${roleChoice(view, operator)}
      <button>${texts.save}</button>
    </form>
    <form method="post" action="${path}/reset">
      <button class="bare" title="${texts.resetHint}">${texts.reset}</button>
    </form>
    <form method="post" action="${path}/change">
      <button class="bare" name="disabled" value="${isDisabled ? 'no' : 'yes'}">
        ${isDisabled ? texts.enable : texts.disable}
      </button>
    </form>
  </div>`
}

function roleChoice(
  view: OperatorsView,
  { id, name, role }: Pick<Operator, 'id' | 'name' | 'role'>,
): Html {
  const texts = operatorTexts[view.language]
  return html`<select name="role" id="role-${id}" aria-label="${texts.role}: ${name}">
    ${ROLES.map(
      (each) =>
        html`<option value="${each}" ${each === role ? 'selected' : ''}>
          ${texts.roles[each]}
        </option>`,
    )}
  </select>`
}

function inviteForm(view: OperatorsView): Html {
  const texts = operatorTexts[view.language]
  return html`<section class="invite">
    <h2>${texts.invite}</h2>
    <form class="card" method="post" action="${view.home}/operators">
      <label for="name">${texts.name}</label>
      <input id="name" name="name" required maxlength="64" autocomplete="off" />
      <label for="login">${texts.login}</label>
      <input
        id="login"
        name="login"
        required
        maxlength="64"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
      />
      <fieldset>
        <legend>${texts.role}</legend>
        ${ROLES.map((role) => roleOption(view, role))}
      </fieldset>
      <button class="main">${texts.invite}</button>
    </form>
  </section>`
}

function roleOption(view: OperatorsView, role: Role): Html {
  const texts = operatorTexts[view.language]
  return html`<label class="check">
    <input type="radio" name="role" value="${role}" required ${role === 'read' ? 'checked' : ''} />
    <span>${texts.roles[role]} <span class="soft">– ${texts.roleHints[role]}</span></span>
  </label>`
}

/** Where the operator who looks is signed in. */
export function sessionsPage(view: SessionsView): Html {
  const { sessions: texts } = operatorTexts[view.language]
  const path = `${view.home}/sessions`
  const body = html`<h1>${texts.title}</h1>
    <p class="soft">${view.name} · ${texts.text}</p>
    <div class="card list people">
      <ul>
        ${view.sessions.map(
          (session) =>
            html`<li>
              <div>
                <p>
                  <b>${session.address ?? texts.unknown}</b>
                  ${session.id === view.ownSession ? html`<span class="soft">(${texts.here})</span>` : ''}
                </p>
                <p class="small soft">
                  ${texts.since} ${age(session.createdAt.getTime(), view)} · ${texts.seen}
                  ${age(session.seenAt.getTime(), view)}
                </p>
              </div>
              <form method="post" action="${path}/end">
                <button name="session" value="${session.id}">${texts.end}</button>
              </form>
            </li>`,
        )}
      </ul>
    </div>
    <form class="after" method="post" action="${path}/end">
      <button>${texts.endAll}</button>
    </form>
    ${passkeys(view)}`
  return framed(view, { title: texts.title, section: undefined, script: 'passkey.js' }, body)
}
