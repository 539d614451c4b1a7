import { html } from 'hono/html'
import { EVENT_TYPES } from '../../events/event.ts'
import { displayTime, zoneName } from '../../language/display-time.ts'
import { DELIVERY_STATUSES, type WebhookDelivery } from '../../webhooks/webhook-delivery.ts'
import { confirmation } from '../forms/confirmation.ts'
import { formTexts } from '../forms/form-texts.ts'
import { shownOnce } from '../forms/form.ts'
import { inLanguage } from '../recorded/in-language.ts'
import { age, badge, framed, ifMay, type Html, instant, whenCell } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView } from '../shell/view.ts'
import { factList } from '../tables/fact-list.ts'
import { listTexts } from '../tables/list-texts.ts'
import { turning } from '../tables/turning.ts'
import { endpointTexts } from './endpoint-texts.ts'
import type { DeliveryView, EndpointView, Sent } from './endpoint-view.ts'
import { endpointBadge, sayHeaders, sayTypes } from './endpoints-page.ts'
import { webhookTexts } from './webhook-texts.ts'

/** One endpoint: how it fares, what can be done, and what went to it. */
export function endpointPage(view: EndpointView): Html {
  const texts = endpointTexts[view.language]
  const { endpoint } = view
  const title = new URL(endpoint.url).host
  const body = html`<a class="back" href="${view.home}/webhooks"
      >← ${sectionTexts[view.language].webhooks}</a
    >
    <div class="head" data-live="head">
      <h1 class="span">${title}</h1>
      ${endpointBadge(endpoint, view)}
      <p class="id">${endpoint.url}</p>
    </div>
    <div data-live="standing">${standing(view)}</div>
    ${outcome(view)}
    <div data-live="actions">${actions(view)}</div>
    <div class="columns">
      <section>
        <h2>${texts.deliveries}</h2>
        ${filter(view)}
        <div class="card list" data-live="list">${deliveries(view)}</div>
        ${turning(view)}
      </section>
      <div class="side">
        <section>
          ${factList([
            [texts.id, html`<span class="id">${endpoint.id}</span>`],
            [texts.account, view.account],
            [texts.description, endpoint.description],
            [texts.events, sayTypes(endpoint, view)],
            [texts.headers, sayHeaders(endpoint)],
            [texts.apiVersion, endpoint.apiVersion],
            [texts.created, instant(endpoint.createdAt.getTime(), view)],
          ])}
        </section>
      </div>
    </div>`
  return framed(view, { title, section: 'webhooks', script: 'live.js' }, body)
}

function standing(view: EndpointView): Html | string {
  const texts = endpointTexts[view.language]
  const { disabledReason, failingSince } = view.endpoint
  if (disabledReason !== undefined) {
    return html`<section class="why">
      <p>${texts.disabledText} <span class="soft" lang="en">${disabledReason}.</span></p>
    </section>`
  }
  if (failingSince === undefined) return ''
  const since = displayTime(failingSince.getTime(), view.timeZone, view.language)
  return html`<section class="why failed"><p>${texts.failingText(since)}</p></section>`
}

/** What became of the last action, once. */
function outcome(view: EndpointView): Html {
  const texts = endpointTexts[view.language]
  const { secret, tested, resent } = view
  return html`${
    secret === undefined
      ? ''
      : shownOnce({
          title: texts.secret,
          text: secret.isNew ? texts.newSecretText : texts.rolledText,
          secret: secret.value,
        })
  }
  ${
    resent === undefined
      ? ''
      : html`<p class="alert good outcome" role="status">${texts.resent(resent)}</p>`
  }
  ${
    tested === undefined
      ? ''
      : html`<section class="tested" role="status">
          <h2>${texts.tested}</h2>
          ${exchange(tested, view)}
        </section>`
  }`
}

function actions(view: EndpointView): Html {
  const texts = endpointTexts[view.language]
  const { path, endpoint } = view
  const isDisabled = endpoint.disabledReason !== undefined
  const sends = html`<form method="post" action="${path}/test"><button>${texts.test}</button></form>
    ${
      isDisabled
        ? ''
        : html`<details class="filters">
            <summary class="button">${texts.resend}</summary>
            <form class="card" method="post" action="${path}/replay">
              <p class="wide">${texts.resendText}</p>
              <p>
                <label for="since">${texts.since(zoneName(view.timeZone))}</label>
                <input id="since" name="since" type="date" required />
              </p>
              <button class="main">${texts.resendSure}</button>
            </form>
          </details>`
    }`
  const changes = html`<a class="button" href="${path}/change"
      >${formTexts[view.language].change}…</a
    >
    ${confirmation({
      path: `${path}/roll`,
      ask: texts.roll,
      text: texts.rollText,
      sure: texts.rollSure,
      isHarmless: true,
    })}
    ${
      isDisabled
        ? html`<form method="post" action="${path}/enable">
            <button>${texts.enable}</button>
          </form>`
        : confirmation({
            path: `${path}/disable`,
            ask: texts.disable,
            text: texts.disableText,
            sure: texts.disableSure,
          })
    }
    ${confirmation({
      path: `${path}/delete`,
      ask: texts.remove,
      text: texts.removeText,
      sure: texts.removeSure,
    })}`
  return html`<div class="actions" role="group" aria-label="${texts.actions}">
    ${ifMay(view, 'create_payments', sends)} ${ifMay(view, 'administer', changes)}
  </div>`
}

function filter(view: EndpointView): Html {
  const texts = endpointTexts[view.language]
  const { list } = dashboardTexts[view.language]
  const { status, type } = view.filter
  const option = (value: string, chosen: string, text: string): Html =>
    html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${text}</option>`
  return html`<form class="tools sieve" action="${view.path}">
    <label>
      <span>${list.status}</span>
      <select name="status">
        ${option('', status, list.any)}
        ${DELIVERY_STATUSES.map((each) => option(each, status, webhookTexts[view.language][each]))}
      </select>
    </label>
    <label>
      <span>${texts.type}</span>
      <select name="type">
        ${option('', type, texts.anyType)} ${EVENT_TYPES.map((each) => option(each, type, each))}
      </select>
    </label>
    <button>${listTexts[view.language].filter}</button>
  </form>`
}

function deliveries(view: EndpointView): Html {
  const texts = endpointTexts[view.language]
  const { list } = dashboardTexts[view.language]
  if (view.deliveries.length === 0) {
    const isAll = view.filter.status === '' && view.filter.type === ''
    return html`<p class="none">${isAll ? texts.noDeliveries : texts.noneFound}</p>`
  }
  return html`<table>
    <caption class="hide">
      ${texts.deliveries}
    </caption>
    <thead>
      <tr>
        <th class="when" scope="col">${list.time}</th>
        <th scope="col">${texts.type}</th>
        <th class="state" scope="col">${list.status}</th>
        <th class="sum" scope="col">HTTP</th>
      </tr>
    </thead>
    <tbody>
      ${view.deliveries.map((delivery) => deliveryRow(delivery, view))}
    </tbody>
  </table>`
}

function deliveryRow(delivery: EndpointView['deliveries'][number], view: EndpointView): Html {
  const at = delivery.createdAt.getTime()
  const status = badge(delivery.status, webhookTexts[view.language][delivery.status])
  return html`<tr class="row">
    ${whenCell(at, view)}
    <td>
      <p>
        <a href="${delivery.path}"><code>${delivery.type}</code></a>
      </p>
      <p class="small soft">
        <span class="age">${age(at, view)} · </span>
        ${webhookTexts[view.language].tries(delivery.tries)}
        ${delivery.status === 'delivered' || delivery.failure === undefined ? '' : html`· ${inLanguage(delivery.failure, view.language)}`}
      </p>
    </td>
    <td class="state">${status}</td>
    <td class="sum">${delivery.responseStatus ?? '–'} ${status}</td>
  </tr>`
}

/** One delivery: what Tael sends, what came back, and when it tries again. */
export function deliveryPage(view: DeliveryView): Html {
  const texts = endpointTexts[view.language]
  const { delivery, endpoint } = view
  const { host } = new URL(endpoint.url)
  const again = html`<form method="post" action="${view.path}/replay">
    <button>${texts.again}</button>
  </form>`
  const when = (at: Date | undefined): Html | undefined => at && instant(at.getTime(), view)
  const body = html`<a class="back" href="${view.endpointPath}">← ${host}</a>
    <div class="head" data-live="head">
      <h1 class="span">${breakable(delivery.type)}</h1>
      ${badge(delivery.status, webhookTexts[view.language][delivery.status])}
      <p class="id">${delivery.id}</p>
    </div>
    ${view.isResent ? html`<p class="alert good outcome" role="status">${texts.againDone}</p>` : ''}
    <div class="actions" role="group" aria-label="${texts.actions}">
      ${endpoint.disabledReason === undefined ? ifMay(view, 'create_payments', again) : ''}
    </div>
    <div class="columns">
      <section data-live="exchange">${exchange(sentOf(delivery), view)}</section>
      <div class="side" data-live="side">
        <section>
          ${factList([
            [
              texts.subject,
              html`<a class="id" href="${view.subjectPath}">${delivery.subjectId}</a>`,
            ],
            [texts.created, when(delivery.createdAt)],
            [texts.tries, String(delivery.tries)],
            [texts.tried, when(delivery.triedAt)],
            [texts.next, when(delivery.nextTryAt)],
          ])}
        </section>
      </div>
    </div>`
  return framed(view, { title: delivery.type, section: 'webhooks', script: 'live.js' }, body)
}

/** A name that a narrow phone breaks between its words. */
function breakable(name: string): readonly Html[] {
  return name.split(/(?<=[._])/).map((part) => html`${part}<wbr />`)
}

function sentOf(delivery: WebhookDelivery): Sent {
  return {
    eventId: delivery.eventId,
    payload: delivery.payload,
    status: delivery.responseStatus,
    body: delivery.responseBody,
    failure: delivery.failure,
    durationMs: delivery.durationMs,
  }
}

/** The request and the answer, as they went over the wire. */
function exchange(
  sent: Sent,
  view: FrameView & { readonly endpoint: { readonly url: string } },
): Html {
  const texts = endpointTexts[view.language]
  const isGood = sent.status !== undefined && sent.status >= 200 && sent.status < 300
  const took = sent.durationMs === undefined ? '' : `${sent.durationMs} ms`
  return html`<div class="card wires">
      <h2>${texts.request}</h2>
      <pre tabindex="0" aria-label="${texts.request}">
POST ${view.endpoint.url}
webhook-id: ${sent.eventId}

${pretty(sent.payload)}</pre>
    </div>
    <div class="card wires">
      <h2>${texts.answer}</h2>
      <p>
        ${
          sent.status === undefined
            ? html`<span class="soft">${texts.noAnswer}</span>`
            : badge(isGood ? 'delivered' : 'failed', `HTTP ${sent.status}`)
        }
        <span class="small soft">${took}</span>
      </p>
      ${sent.failure === undefined ? '' : html`<p class="small">${inLanguage(sent.failure, view.language)}</p>`}
      ${
        sent.status === undefined
          ? ''
          : sent.body === undefined || sent.body === ''
            ? html`<p class="small soft">${texts.emptyAnswer}</p>`
            : html`<pre tabindex="0" aria-label="${texts.answer}">${pretty(sent.body)}</pre>`
      }
    </div>`
}

/** With line breaks, if it is JSON. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}
