import { html } from 'hono/html'
import { EVENT_TYPES } from '../../events/event.ts'
import type { WebhookEndpoint } from '../../webhooks/webhook-endpoint.ts'
import { formTexts } from '../forms/form-texts.ts'
import { fieldsOf, formProblem } from '../forms/form.ts'
import { badge, framed, ifMay, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView } from '../shell/view.ts'
import { turning } from '../tables/turning.ts'
import { endpointTexts } from './endpoint-texts.ts'
import type { EndpointFormView, EndpointRow, EndpointsView } from './endpoint-view.ts'

/** Where Tael tells merchants' servers what happens, newest first. */
export function endpointsPage(view: EndpointsView): Html {
  const { webhooks: title } = sectionTexts[view.language]
  const texts = endpointTexts[view.language]
  const add = html`<a class="button" href="${view.addPath}">${texts.add}</a>`
  const body = html`<div class="title">
      <h1>${title}</h1>
      ${ifMay(view, 'administer', add)}
    </div>
    <div class="card list runs" data-live="list">
      ${view.endpoints.length === 0 ? html`<p class="none">${texts.none}</p>` : table(view)}
    </div>
    ${turning(view)}`
  return framed(view, { title, section: 'webhooks', script: 'live.js' }, body)
}

function table(view: EndpointsView): Html {
  const texts = endpointTexts[view.language]
  return html`<table>
    <caption class="hide">
      ${sectionTexts[view.language].webhooks}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts.url}</th>
        <th class="found" scope="col">${texts.events}</th>
        <th class="state" scope="col">${dashboardTexts[view.language].list.status}</th>
      </tr>
    </thead>
    <tbody>
      ${view.endpoints.map((row) => endpointRow(row, view))}
    </tbody>
  </table>`
}

function endpointRow({ endpoint, path, account }: EndpointRow, view: EndpointsView): Html {
  return html`<tr class="row">
    <td>
      <p><a href="${path}">${endpoint.url}</a></p>
      <p class="small soft">
        ${[endpoint.description, account].filter(Boolean).join(' · ')}
        <span class="id">${endpoint.id}</span>
      </p>
    </td>
    <td class="found">${sayTypes(endpoint, view)}</td>
    <td class="state">${endpointBadge(endpoint, view)}</td>
  </tr>`
}

/** Whether Tael sends to it, and with what success. */
export function endpointBadge(endpoint: WebhookEndpoint, { language }: FrameView): Html {
  const texts = endpointTexts[language]
  if (endpoint.disabledReason !== undefined) return badge('disabled', texts.disabled)
  return endpoint.failingSince === undefined
    ? badge('open', texts.enabled)
    : badge('failed', texts.failing)
}

/** The events that it wants, as a line. */
export function sayTypes({ eventTypes }: WebhookEndpoint, { language }: FrameView): Html | string {
  if (eventTypes.includes('*')) return endpointTexts[language].all
  return html`${eventTypes.map((type, index) => html`${index === 0 ? '' : ', '}<code>${type}</code>`)}`
}

/** The names of its own headers, as a line; undefined if it has none. */
export function sayHeaders({ headers }: WebhookEndpoint): string | undefined {
  return Object.keys(headers).toSorted().join(', ') || undefined
}

/** For a new endpoint, and to change one. */
export function endpointFormPage(view: EndpointFormView): Html {
  const texts = endpointTexts[view.language]
  const { text, area, account, check } = fieldsOf(view)
  const { headerNames } = view
  const body = html`<a class="back" href="${view.backPath}"
      >← ${sectionTexts[view.language].webhooks}</a
    >
    <h1>${view.title}</h1>
    <form class="card ask" method="post" action="${view.actionPath}">
      ${formProblem(view)} ${view.accounts === undefined ? '' : account(view.accounts)}
      ${text('url', texts.url, html`type="url" required maxlength="2048" placeholder="https://"`, {
        isWide: true,
        note: texts.urlNote,
      })}
      ${text('description', texts.description, html`maxlength="128"`, { isWide: true })}
      ${eventChoice(view)}
      ${area(
        'headers',
        texts.headers,
        html`maxlength="9000" rows="3" spellcheck="false" placeholder="authorization: Basic …"`,
        { note: headerNames === undefined ? texts.headersNote : texts.keptHeaders(headerNames) },
      )}
      ${
        headerNames === undefined
          ? ''
          : html`<div class="wide">${check('without_headers', texts.noHeaders)}</div>`
      }
      <button class="main">
        ${view.accounts === undefined ? formTexts[view.language].save : texts.create}
      </button>
    </form>`
  return framed(view, { title: view.title, section: 'webhooks' }, body)
}

const KINDS = [...new Set(EVENT_TYPES.map((type) => type.replace(/\..*/, '')))]

function eventChoice(view: EndpointFormView): Html {
  const texts = endpointTexts[view.language]
  const { check, radio } = fieldsOf(view)
  const box = (type: string): Html => check('event_types', html`<code>${type}</code>`, type)
  return html`<fieldset class="wide types">
    <legend>${texts.events}</legend>
    ${radio('events', texts.all, 'all')} ${radio('events', texts.some, 'some')}
    <div class="kinds">
      ${KINDS.map(
        (kind) =>
          html`<div>
            ${box(`${kind}.*`)}
            ${EVENT_TYPES.filter((type) => type.startsWith(`${kind}.`)).map(box)}
          </div>`,
      )}
    </div>
  </fieldset>`
}
