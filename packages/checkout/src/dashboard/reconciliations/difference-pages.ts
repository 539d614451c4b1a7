import { html } from 'hono/html'
import { RESOLUTIONS } from '../../reconciliation/difference-work.ts'
import { noteForm } from '../forms/note-form.ts'
import { framed, ifMay, type Html, instant, outcomeOf } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import { turning } from '../tables/turning.ts'
import {
  differenceBadge,
  differenceItem,
  differencePairs,
  paymentLink,
  whatDiffers,
} from './difference-item.ts'
import { differenceTexts } from './difference-texts.ts'
import { reconciliationTexts } from './reconciliation-texts.ts'
import type { DifferencesView, DifferenceView } from './reconciliation-view.ts'

/** The differences of all accounts that are left to people. */
export function differencesPage(view: DifferencesView): Html {
  const texts = differenceTexts[view.language]
  const path = `${view.home}/reconciliations/differences`
  const choices = [
    [path, 'open', texts.open],
    // The operator key names no person to whom one could assign it.
    ...(view.operator === undefined ? [] : ([[`${path}?show=mine`, 'mine', texts.mine]] as const)),
    [`${path}?show=resolved`, 'resolved', texts.resolved],
  ] as const
  const body = html`<a class="back" href="${view.home}/reconciliations"
      >← ${sectionTexts[view.language].reconciliations}</a
    >
    <h1>${texts.title}</h1>
    <nav class="tools" aria-label="${dashboardTexts[view.language].list.status}">
      <ul class="chips">
        ${choices.map(
          ([href, show, label]) =>
            html`<li>
              <a href="${href}" ${show === view.show ? html`aria-current="true"` : ''}>${label}</a>
            </li>`,
        )}
      </ul>
    </nav>
    <div data-live="list">
      ${
        view.differences.length === 0
          ? html`<p class="card none">${texts.none}</p>`
          : html`<ul class="card hooks">
              ${view.differences.map((row) => differenceItem(row, view))}
            </ul>`
      }
    </div>
    ${turning(view)}`
  return framed(view, { title: texts.title, section: 'reconciliations', script: 'live.js' }, body)
}

/** One difference: what each side says, who works on it, what was done, and what became of it. */
export function differencePage(view: DifferenceView): Html {
  const texts = differenceTexts[view.language]
  const { kind } = reconciliationTexts[view.language]
  const { difference } = view
  const title = kind[difference.kind]
  const body = html`<a class="back" href="${view.home}/reconciliations/differences"
      >← ${texts.title}</a
    >
    <div class="head">
      <h1 class="span">${title}</h1>
      ${differenceBadge(difference, view)}
      <p>${paymentLink(difference)} <span class="soft">${difference.account ?? ''}</span></p>
    </div>
    <section class="why ${difference.resolution === undefined ? 'failed' : 'succeeded'}">
      <h2>${dashboardTexts[view.language].one.standing}</h2>
      ${whatDiffers(difference, view)}
    </section>
    ${outcomeOf(view)}
    <div class="columns">
      <div>
        ${difference.resolution === undefined ? ifMay(view, 'refund', resolving(view)) : ''}
        <section>
          <h2>${texts.history}</h2>
          ${noteForm(view, { path: view.path, id: view.entryId })} ${history(view)}
        </section>
      </div>
      <div class="side">
        <section>
          <h2>${texts.assign}</h2>
          <div class="card attempt">${worker(view)}</div>
        </section>
        <section>
          <h2>${dashboardTexts[view.language].one.facts}</h2>
          <div class="card attempt">
            ${differencePairs(difference, view)}
            <p class="small">
              <span class="soft">${texts.found}</span>
              <a href="${view.runPath}">${instant(difference.foundAt, view)}</a>
            </p>
          </div>
        </section>
      </div>
    </div>`
  return framed(view, { title, section: 'reconciliations' }, body)
}

function resolving(view: DifferenceView): Html {
  const texts = differenceTexts[view.language]
  return html`<section>
    <h2>${texts.resolve}</h2>
    <form class="card ask" method="post" action="${view.path}/resolve">
      <p class="wide">
        <label for="resolution">${texts.became}</label>
        <select id="resolution" name="resolution">
          ${RESOLUTIONS.map(
            (each) => html`<option value="${each}">${texts.resolution[each]}</option>`,
          )}
        </select>
      </p>
      <p class="wide">
        <label for="why">${texts.why}</label>
        <textarea id="why" name="note" rows="2" maxlength="1000"></textarea>
      </p>
      <p class="wide soft small">${texts.reviewLeft}</p>
      <button class="main">${texts.resolve}</button>
    </form>
  </section>`
}

/** Who works on it, for those who may not change that, or once it is resolved. */
function worker(view: DifferenceView): Html | string {
  const { difference, permissions } = view
  const isOpen = difference.resolution === undefined
  if (isOpen && permissions.includes('refund')) return assigning(view)
  return html`<p>${difference.assignedTo ?? differenceTexts[view.language].nobody}</p>
    ${isOpen ? '' : ifMay(view, 'refund', reopening(view))}`
}

function assigning(view: DifferenceView): Html {
  const texts = differenceTexts[view.language]
  return html`<form class="deeds" method="post" action="${view.path}/assign">
    <select name="operator" aria-label="${texts.assign}">
      <option value="">${texts.nobody}</option>
      ${view.operators.map(
        ({ id, name }) =>
          html`<option value="${id}" ${id === view.assignedId ? html`selected` : ''}>
            ${name}
          </option>`,
      )}
    </select>
    <button>${texts.save}</button>
  </form>`
}

function reopening(view: DifferenceView): Html {
  return html`<form class="deeds" method="post" action="${view.path}/reopen">
    <button>${differenceTexts[view.language].reopen}</button>
  </form>`
}

function history(view: DifferenceView): Html | string {
  const { entries } = view
  if (entries.length === 0) return ''
  const texts = differenceTexts[view.language]
  return html`<ul class="card hooks">
    ${entries.map(
      (entry) =>
        html`<li>
          <p>
            <b>${texts.entry[entry.kind](entry.by)}</b>
            ${entry.kind === 'assigned' ? (entry.assignedTo ?? texts.toNobody) : ''}
            <span class="soft small">${instant(entry.at, view)}</span>
          </p>
          ${entry.resolution === undefined ? '' : html`<p>${texts.resolution[entry.resolution]}</p>`}
          ${entry.text === undefined ? '' : html`<p class="text">${entry.text}</p>`}
        </li>`,
    )}
  </ul>`
}
