import { html } from 'hono/html'
import { AUDIT_ACTIONS } from '../../audit/audit-entry.ts'
import { operatorTexts } from '../operators/operator-texts.ts'
import type { AuditView, ShownEntry } from '../operators/operator-view.ts'
import { framed, instant, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { turning } from '../tables/turning.ts'
import { auditFactTexts, auditSubjectNames } from './audit-fact-texts.ts'
import { auditTexts } from './audit-texts.ts'

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

function line(entry: ShownEntry, view: AuditView): Html {
  const { audit: texts } = operatorTexts[view.language]
  const { who, what, address } = entry
  return html`<li>
    <p class="small soft">
      ${instant(entry.at.getTime(), view)}
      <span class="id">${entry.sequence === undefined ? texts.waiting : `#${entry.sequence}`}</span>
    </p>
    <div>
      <p><b>${who}</b> ${what}</p>
      <p class="small soft">
        ${subjectOf(entry, view)}
        ${address === undefined ? '' : html` · ${texts.address} <span class="id">${address}</span>`}
        · <code>${entry.action}</code>
      </p>
      ${facts(entry, view)}
    </div>
  </li>`
}

/** `Account Harbour Tea House acc_…`, with a link to its page if it has one. */
function subjectOf({ subject }: ShownEntry, { language, home, names }: AuditView): Html {
  const { type, id, accountId } = subject
  const owner = accountId === undefined || accountId === id ? undefined : names.get(accountId)
  return html`${auditSubjectNames[type][language]}
  ${id === undefined ? '' : html`${names.get(id) ?? ''} ${linked(id, home)}`}
  ${owner === undefined ? '' : html` · ${owner}`}`
}

/** Field by field, what it was and what it became. */
function facts(entry: ShownEntry, view: AuditView): Html | string {
  const { facts: shown } = entry
  const { became, unchanged } = auditFactTexts[view.language]
  if (shown.length === 0) {
    const isChange = entry.before !== undefined && entry.after !== undefined
    return isChange ? html`<p class="small soft">${unchanged}</p>` : ''
  }
  return html`<dl class="changes">
    ${shown.map(
      ({ name, before, after }) =>
        html`<dt>${name}</dt>
          <dd>
            ${before === undefined ? '' : html`<del>${linked(before, view.home)}</del>`}
            ${
              before === undefined || after === undefined
                ? ''
                : html`<span aria-hidden="true">→</span><span class="hide">${became}</span>`
            }
            ${after === undefined ? '' : html`<ins>${linked(after, view.home)}</ins>`}
          </dd>`,
    )}
  </dl>`
}

/** Where a thing is shown, by the beginning of its id. */
const PLACES: Readonly<Record<string, string>> = {
  acc: 'accounts/',
  dif: 'reconciliations/differences/',
  lnk: 'links/',
  pay: 'payments/',
  rcn: 'reconciliations/',
  ref: 'refunds?q=',
  whk: 'webhooks/',
}
const ID = /^([a-z]{3})_[0-9a-z]{26}$/
/** An address, a number of QFPay's: it may break anywhere. */
const LONG_CODE = /^[!-~]{16,}$/

/** A value, and where it leads if it is the id of something that is shown elsewhere. */
function linked(text: string, home: string): Html | string {
  const place = PLACES[ID.exec(text)?.[1] ?? '']
  if (place !== undefined) {
    return html`<a class="id" href="${home}/${place}${text}">${text}</a>`
  }
  return LONG_CODE.test(text) ? html`<span class="id">${text}</span>` : text
}
