import { html } from 'hono/html'
import { AUDIT_ACTIONS, type AuditFacts } from '../../audit/audit-entry.ts'
import type { ListedEntry } from '../../audit/read-audit.ts'
import { auditTexts } from './audit-texts.ts'
import { framed, instant, type Html } from './frame.ts'
import { operatorTexts } from './operator-texts.ts'
import type { AuditView } from './operator-view.ts'
import { sectionTexts } from './sections.ts'
import { turning } from './turning.ts'

/** Who did what, newest first. */
export function auditPage(view: AuditView): Html {
  const { audit: texts } = operatorTexts[view.language]
  const title = sectionTexts[view.language].audit
  const body = html`<h1>${title}</h1>
    ${filters(view)} ${verdict(view)}
    <div class="card list">
      ${
        view.entries.length === 0
          ? html`<p class="none">${texts.none}</p>`
          : html`<ol class="deeds-done">
              ${view.entries.map((entry) => line(entry, view))}
            </ol>`
      }
    </div>
    ${turning(view)}`
  return framed(view, { title, section: 'audit' }, body)
}

function filters({ language, home, filter }: AuditView): Html {
  const { audit: texts } = operatorTexts[language]
  return html`<form class="tools sieve" method="get" action="${home}/audit">
    <label>
      <span>${texts.about}</span>
      <input name="about" value="${filter.about}" maxlength="100" spellcheck="false" />
    </label>
    <label>
      <span>${texts.action}</span>
      <select name="action">
        <option value="">${texts.any}</option>
        ${AUDIT_ACTIONS.map(
          (action) =>
            html`<option value="${action}" ${action === filter.action ? 'selected' : ''}>
              ${auditTexts[language][action]}
            </option>`,
        )}
      </select>
    </label>
    <label
      ><span>${texts.from}</span><input name="from" type="date" value="${filter.from}"
    /></label>
    <label><span>${texts.to}</span><input name="to" type="date" value="${filter.to}" /></label>
    <button>${texts.find}</button>
    <a class="button" href="${home}/audit?check=yes">${texts.check}</a>
  </form>`
}

function verdict({ language, verified }: AuditView): Html | string {
  if (verified === undefined) return ''
  const { audit: texts } = operatorTexts[language]
  return verified.broken === undefined
    ? html`<p class="alert good" role="status">${texts.whole(verified.entries)}</p>`
    : html`<p class="alert" role="alert">${texts.broken(verified.broken)}</p>`
}

function line(entry: ListedEntry, view: AuditView): Html {
  const { audit: texts } = operatorTexts[view.language]
  const { who, subject, before, after } = entry
  const name =
    who.kind === 'command'
      ? texts.command
      : who.kind === 'api_key'
        ? `${texts.apiKey} ${who.name}`
        : who.name
  return html`<li>
    <p class="small soft">
      ${instant(entry.at.getTime(), view)}
      <span class="id">${entry.sequence === undefined ? texts.waiting : `#${entry.sequence}`}</span>
    </p>
    <div>
      <p><b>${name}</b> ${auditTexts[view.language][entry.action]}</p>
      <p class="small soft">
        <code>${entry.action}</code
        >${subject.id === undefined ? '' : html` · <span class="id">${subject.id}</span>`}
        ${entry.address === undefined ? '' : html` · <span class="id">${entry.address}</span>`}
      </p>
      ${
        before === undefined && after === undefined
          ? ''
          : html`<dl class="pairs">${pair(texts.before, before)} ${pair(texts.after, after)}</dl>`
      }
    </div>
  </li>`
}

function pair(name: string, facts: AuditFacts | undefined): Html | string {
  if (facts === undefined || Object.keys(facts).length === 0) return ''
  return html`<dt>${name}</dt>
    <dd><code>${factsText(facts)}</code></dd>`
}

/** `name: Harbour · closesOrders: true`: short values as they are, others as JSON. */
function factsText(facts: AuditFacts): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
}
