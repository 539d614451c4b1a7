import { html } from 'hono/html'
import { displayAmount } from '../../language/display-amount.ts'
import { displayClock, displayRange, zoneName } from '../../language/display-time.ts'
import type { CurrencySums, StatementEntry } from '../../statements/statement.ts'
import { framed, type Html, timeElement } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView } from '../shell/view.ts'
import { statementTexts } from './statement-texts.ts'

export type StatementView = FrameView & {
  readonly accounts: readonly { readonly id: string; readonly name: string }[]
  readonly account: { readonly id: string; readonly name: string }
  /** As the form has it: a month or a day, unless it could not be read. */
  readonly period: string
  readonly problem?: 'unknown'
  readonly range: { readonly from: number; readonly to: number }
  readonly totals: readonly CurrencySums[]
  readonly csvPath: string
  readonly previousPath: string
  readonly nextPath: string
} & (
    | {
        /** Of a month: its days on which something moved. */
        readonly days: readonly {
          readonly day: string
          readonly path: string
          readonly sums: readonly CurrencySums[]
        }[]
      }
    | {
        /** Of a day: what moved, oldest first. */
        readonly entries: readonly StatementEntry[]
        readonly hasMore: boolean
        readonly monthPath: string
      }
  )

/** What an account was paid and refunded on a day or in a month. */
export function statementPage(view: StatementView): Html {
  const texts = statementTexts[view.language]
  const title = sectionTexts[view.language].statements
  const range = displayRange(view.range, view.timeZone, view.language)
  const zone = zoneName(view.timeZone)
  const body = html`<div class="title">
      <h1>${title}</h1>
      <a class="button" href="${view.csvPath}" download>${texts.csv}</a>
    </div>
    ${form(view)}
    <h2 class="span">${range} <span class="soft small">${view.account.name} · ${zone}</span></h2>
    ${totals(view)}
    <div class="card list statement">
      ${view.totals.length === 0 ? html`<p class="none">${texts.none}</p>` : 'days' in view ? days(view) : entries(view)}
    </div>
    ${'hasMore' in view && view.hasMore ? html`<p class="soft small until">${texts.more(view.entries.length)}</p>` : ''}
    <nav class="turn" aria-label="${dashboardTexts[view.language].list.pages}">
      <a class="button" rel="prev" href="${view.previousPath}">← ${texts.previous}</a>
      ${'monthPath' in view ? html`<a class="button" href="${view.monthPath}">${texts.month}</a>` : ''}
      <a class="button" rel="next" href="${view.nextPath}">${texts.next} →</a>
    </nav>
    <p class="soft small until">${texts.how} <span class="tools-hint">${texts.print}</span></p>`
  return framed(view, { title, section: 'statements' }, body)
}

function form(view: StatementView): Html {
  const texts = statementTexts[view.language]
  return html`<form class="tools sieve" action="${view.home}/statements">
    ${
      view.accounts.length < 2
        ? ''
        : html`<label
            ><span>${texts.account}</span>
            <select name="account">
              ${view.accounts.map(
                ({ id, name }) =>
                  html`<option value="${id}" ${id === view.account.id ? html`selected` : ''}>
                    ${name}
                  </option>`,
              )}
            </select></label
          >`
    }
    <label
      ><span>${texts.period}</span>
      <input
        name="period"
        value="${view.period}"
        placeholder="${texts.periodHint}"
        maxlength="10"
        autocomplete="off"
        ${view.problem === undefined ? '' : html`aria-describedby="problem"`}
    /></label>
    <button>${texts.show}</button>
    ${view.problem === undefined ? '' : html`<p class="alert" role="alert" id="problem">${texts.unknown}</p>`}
  </form>`
}

function totals(view: StatementView): Html {
  const texts = statementTexts[view.language]
  return html`${view.totals.map((sums) => {
    const amount = (value: number): string => displayAmount(value, sums.currency)
    const tile = (name: string, value: string, hint: string): Html =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
        <dd class="soft small hint">${hint}</dd>
      </div>`
    return html`<dl class="card tally sums">
      ${tile(texts.paid, amount(sums.paid), texts.payments(sums.payments))}
      ${sums.unkeptCharges === 0 ? '' : tile(texts.unkept, amount(sums.unkept), texts.charges(sums.unkeptCharges))}
      ${tile(texts.refunded, minus(amount(sums.refunded), sums.refunded), texts.refunds(sums.refunds))}
      ${tile(texts.net, minus(amount(Math.abs(sums.net)), -sums.net), sums.currency)}
    </dl>`
  })}`
}

/** With a minus sign if it went out. */
function minus(text: string, out: number): string {
  return out > 0 ? `−${text}` : text
}

function days(view: Extract<StatementView, { readonly days: unknown }>): Html {
  const texts = statementTexts[view.language]
  const amount = (value: number, { currency }: CurrencySums): string =>
    displayAmount(Math.abs(value), currency)
  return html`<table>
    <caption class="hide">
      ${texts.day}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts.day}</th>
        <th class="sum" scope="col">${texts.paid}</th>
        <th class="sum" scope="col">${texts.refunded}</th>
        <th class="sum" scope="col">${texts.net}</th>
      </tr>
    </thead>
    <tbody>
      ${view.days.flatMap(({ day, path, sums }) =>
        sums.map(
          (sum) =>
            html`<tr class="row">
              <td><a href="${path}">${day}</a></td>
              <td class="sum">
                <span class="label">${texts.paid}</span>${amount(sum.paid + sum.unkept, sum)}
              </td>
              <td class="sum">
                <span class="label">${texts.refunded}</span
                >${minus(amount(sum.refunded, sum), sum.refunded)}
              </td>
              <td class="sum">
                <span class="label">${texts.net}</span>${minus(amount(sum.net, sum), -sum.net)}
              </td>
            </tr>`,
        ),
      )}
    </tbody>
  </table>`
}

function entries(view: Extract<StatementView, { readonly entries: unknown }>): Html {
  const texts = statementTexts[view.language]
  return html`<table>
    <caption class="hide">
      ${texts.what}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts.time}</th>
        <th scope="col">${texts.what}</th>
        <th class="sum" scope="col">${texts.amount}</th>
      </tr>
    </thead>
    <tbody>
      ${view.entries.map((entry) => {
        const at = entry.at.getTime()
        const amount = displayAmount(entry.amount, entry.currency)
        return html`<tr class="row">
          <td>${timeElement(at, view, displayClock(at, view.timeZone, view.language))}</td>
          <td>
            <p>
              <a href="${view.home}/payments/${entry.paymentId}">${entry.reference}</a>
              <span class="soft">${texts.kind[entry.kind]}</span>
            </p>
            <p class="small soft"><span class="id">${entry.syssn ?? entry.id}</span></p>
          </td>
          <td class="sum">
            <span class="label">${texts.amount}</span
            >${minus(amount, entry.kind === 'refunded' ? 1 : 0)}
          </td>
        </tr>`
      })}
    </tbody>
  </table>`
}
