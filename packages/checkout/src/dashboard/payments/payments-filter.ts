import { html } from 'hono/html'
import { zoneName } from '../../language/display-time.ts'
import { approvalTexts } from '../refunds/approval-texts.ts'
import type { Html } from '../shell/frame.ts'
import { dashboardTexts } from '../shell/texts.ts'
import { listTexts } from '../tables/list-texts.ts'
import {
  FLOWS,
  STATUS_FILTERS,
  queryText,
  type StatusFilter,
  type PaymentQuery,
  type PaymentQueryField,
} from './payment-query.ts'
import type { PaymentsView } from './payment-view.ts'

/** What narrows the list: a search, chips, a form for the rest, and what is narrowed now. */
export function paymentsFilter(view: PaymentsView): Html {
  return html`<div class="tools">${search(view)} ${chips(view)}</div>
    <div class="narrow">${filterForm(view)} ${narrowed(view)} ${saved(view)}</div>`
}

const listPath = ({ home }: PaymentsView, query: PaymentQuery): string =>
  `${home}/payments${queryText(query)}`

function without(query: PaymentQuery, ...fields: readonly PaymentQueryField[]): PaymentQuery {
  const left = Object.entries(query).filter(([name]) => !fields.some((field) => field === name))
  return Object.fromEntries(left)
}

/** What a form of some fields keeps of the others. */
function kept(query: PaymentQuery): Html[] {
  return Object.entries(query).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )
}

function search(view: PaymentsView): Html {
  const { list } = dashboardTexts[view.language]
  const { q } = view.query
  return html`<form class="search" role="search" action="${view.home}/payments">
    <label class="hide" for="q">${list.search}</label>
    <input
      id="q"
      name="q"
      type="search"
      value="${q ?? ''}"
      placeholder="${list.placeholder}"
      maxlength="200"
      autocomplete="off"
      spellcheck="false"
    />
    ${kept(without(view.query, 'q'))}
    <button>${list.find}</button>
    ${
      q === undefined
        ? ''
        : html`<a class="button" href="${listPath(view, without(view.query, 'q'))}"
            >${list.clear}</a
          >`
    }
  </form>`
}

function chips(view: PaymentsView): Html {
  const { list } = dashboardTexts[view.language]
  const chip = (status: StatusFilter | undefined): Html => {
    const query = { ...without(view.query, 'status'), ...(status !== undefined && { status }) }
    return html`<li>
      <a
        href="${listPath(view, query)}"
        ${status === view.query.status ? html`aria-current="true"` : ''}
        >${status === undefined ? list.any : filterName(status, view)}</a
      >
    </li>`
  }
  return html`<nav aria-label="${list.status}">
    <ul class="chips">
      ${chip(undefined)} ${STATUS_FILTERS.map((status) => chip(status))}
    </ul>
  </nav>`
}

function filterName(status: StatusFilter, { language }: PaymentsView): string {
  const { list, paymentStatus } = dashboardTexts[language]
  if (status === 'in-review') return list.needsReview
  if (status === 'awaiting-approval') return approvalTexts[language].waits
  return status === 'failed-refund' ? list.failedRefund : paymentStatus[status]
}

/** As `parseAmount` reads it, without full-width digits. */
const AMOUNT_PATTERN = '[0-9]+([.,][0-9]{1,2})?|[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]{1,2})?'
const FORM_FIELDS = ['from', 'to', 'least', 'most', 'currency', 'account', 'method'] as const

function filterForm(view: PaymentsView): Html {
  const texts = listTexts[view.language]
  const { method } = dashboardTexts[view.language]
  const { query, accounts } = view
  const zone = zoneName(view.timeZone)
  const field = (name: (typeof FORM_FIELDS)[number], label: string, attributes: Html): Html =>
    html`<p>
      <label for="by-${name}">${label}</label>
      <input id="by-${name}" name="${name}" value="${query[name] ?? ''}" ${attributes} />
    </p>`
  const choice = (
    name: 'account' | 'method',
    label: { readonly name: string; readonly any: string },
    options: readonly (readonly [value: string, text: string])[],
  ): Html =>
    html`<p>
      <label for="by-${name}">${label.name}</label>
      <select id="by-${name}" name="${name}">
        <option value="">${label.any}</option>
        ${options.map(
          ([value, text]) =>
            html`<option value="${value}" ${value === query[name] ? html`selected` : ''}>
              ${text}
            </option>`,
        )}
      </select>
    </p>`
  const decimal = html`inputmode="decimal" maxlength="16" pattern="${AMOUNT_PATTERN}"
  title="1200.50" autocomplete="off"`
  return html`<details class="filters">
    <summary class="button">${texts.filter}</summary>
    <form class="card" action="${view.home}/payments">
      ${field('from', texts.from(zone), html`type="date"`)}
      ${field('to', texts.to(zone), html`type="date"`)} ${field('least', texts.least, decimal)}
      ${field('most', texts.most, decimal)}
      ${field('currency', texts.currency, html`maxlength="3" pattern="[A-Z]{3}" placeholder="HKD" autocomplete="off"`)}
      ${
        accounts.length < 2
          ? ''
          : choice(
              'account',
              { name: texts.account, any: texts.anyAccount },
              accounts.map(({ id, name }) => [id, name]),
            )
      }
      ${
        accounts.length < 2
          ? ''
          : choice(
              'method',
              { name: texts.method, any: texts.anyMethod },
              FLOWS.map((flow) => [flow, method[flow]]),
            )
      }
      ${kept(without(query, ...FORM_FIELDS))}
      <button class="main">${texts.apply}</button>
    </form>
  </details>`
}

/** What narrows the list besides the chips, each with what removes it. */
function narrowed(view: PaymentsView): Html {
  const texts = listTexts[view.language]
  const zone = zoneName(view.timeZone)
  const { query, accounts } = view
  const { method } = dashboardTexts[view.language]
  const said: Readonly<Record<(typeof FORM_FIELDS)[number], string | undefined>> = {
    from: query.from && `${texts.from(zone)}: ${query.from}`,
    to: query.to && `${texts.to(zone)}: ${query.to}`,
    least: query.least && `${texts.least}: ${query.least}`,
    most: query.most && `${texts.most}: ${query.most}`,
    currency: query.currency,
    account: accounts.find(({ id }) => id === query.account)?.name,
    method: query.method && method[query.method],
  }
  const items = FORM_FIELDS.map((name) => {
    const text = said[name]
    return text === undefined
      ? ''
      : html`<li>
          <a href="${listPath(view, without(query, name))}"
            >${text} <span class="hide">${texts.remove}</span><span aria-hidden="true">×</span></a
          >
        </li>`
  })
  return html`${
    items.every((item) => item === '')
      ? ''
      : html`<ul class="narrowed" aria-label="${texts.narrowed}">
          ${items}
        </ul>`
  }`
}

/** Searches that operators have kept; the present one can be kept. */
function saved(view: PaymentsView): Html {
  const texts = listTexts[view.language]
  const text = queryText(view.query)
  const canSave = text !== '' && view.saved.every(({ query }) => query !== text)
  return html`${
    view.saved.length === 0
      ? ''
      : html`<ul class="narrowed kept" aria-label="${texts.saved}">
          ${view.saved.map(
            ({ id, name, query }) =>
              html`<li>
                <a
                  href="${view.home}/payments${query}"
                  ${query === text ? html`aria-current="true"` : ''}
                  >${name}</a
                >
                ${
                  query === text
                    ? html`<form method="post" action="${view.home}/searches/${id}/delete">
                        <button class="bare" aria-label="${texts.deleteSearch(name)}">×</button>
                      </form>`
                    : ''
                }
              </li>`,
          )}
        </ul>`
  }
  ${
    canSave
      ? html`<details class="filters">
          <summary class="button">${texts.save}</summary>
          <form class="card" method="post" action="${view.home}/searches">
            <p>
              <label for="search-name">${texts.name}</label>
              <input id="search-name" name="name" required maxlength="40" autocomplete="off" />
            </p>
            <input type="hidden" name="query" value="${text}" />
            <button class="main">${texts.save}</button>
          </form>
        </details>`
      : ''
  }`
}
