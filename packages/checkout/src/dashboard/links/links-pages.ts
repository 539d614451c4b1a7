import { html } from 'hono/html'
import { displayAmount } from '../../language/display-amount.ts'
import { zoneName } from '../../language/display-time.ts'
import { LANGUAGES } from '../../language/language.ts'
import { isFixed, remainingUnits, type PaymentLink } from '../../links/payment-link.ts'
import { qrCode } from '../../pay-page/pages/qr-code.ts'
import { formTexts } from '../forms/form-texts.ts'
import { fieldsOf, formProblem } from '../forms/form.ts'
import { badge, framed, ifMay, type Html, instant } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView } from '../shell/view.ts'
import { factList } from '../tables/fact-list.ts'
import { turning } from '../tables/turning.ts'
import { linksTexts } from './links-texts.ts'
import type { LinkRow, LinksView, LinkPageView, NewLinkView } from './links-view.ts'

/** The list of payment links, newest first. */
export function linksPage(view: LinksView): Html {
  const { links: title } = sectionTexts[view.language]
  const texts = linksTexts[view.language]
  const add = html`<a class="button" href="${view.addPath}">${texts.add}</a>`
  const body = html`<div class="title">
      <h1>${title}</h1>
      ${ifMay(view, 'create_payments', add)}
    </div>
    <div class="card list runs" data-live="list">
      ${view.links.length === 0 ? html`<p class="none">${texts.none}</p>` : linkTable(view)}
    </div>
    ${turning(view)}`
  return framed(view, { title, section: 'links', script: 'live.js' }, body)
}

function linkTable(view: LinksView): Html {
  const texts = linksTexts[view.language]
  const { list } = dashboardTexts[view.language]
  return html`<table>
    <caption class="hide">
      ${sectionTexts[view.language].links}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts.title}</th>
        <th class="found" scope="col">${texts.amount}</th>
        <th class="state" scope="col">${list.status}</th>
        <th class="sum" scope="col">${texts.paid}</th>
      </tr>
    </thead>
    <tbody>
      ${view.links.map((row) => linkRow(row, view))}
    </tbody>
  </table>`
}

function linkRow({ link, state, path, account }: LinkRow, view: LinksView): Html {
  const texts = linksTexts[view.language]
  const { paid } = link.counts
  return html`<tr class="row">
    <td>
      <p><a href="${path}">${link.title}</a></p>
      <p class="small soft">
        ${account === undefined ? '' : `${account} `}<span class="id">${link.id}</span>
      </p>
    </td>
    <td class="found">${sayPrice(link, view)}</td>
    <td class="state">${badge(state, texts.state[state])}</td>
    <td class="sum">
      ${link.stock === undefined ? paid : `${paid} / ${link.stock}`}<small class="label"
        >${texts.paid}</small
      >
    </td>
  </tr>`
}

function sayPrice(link: PaymentLink, view: FrameView): string {
  const { chosen } = linksTexts[view.language]
  return isFixed(link) ? displayAmount(link.minAmount, link.currency) : chosen
}

/** One link: how it stands, what it has brought, its code to print, and what can be changed. */
export function linkPage(view: LinkPageView): Html {
  const texts = linksTexts[view.language]
  const { link, state } = view
  const body = html`<a class="back" href="${view.home}/links"
      >← ${sectionTexts[view.language].links}</a
    >
    <div class="head" data-live="head">
      <h1 class="span">${link.title}</h1>
      ${badge(state, texts.state[state])}
      <p>${sayPrice(link, view)} <span class="soft">· ${view.account ?? ''}</span></p>
    </div>
    <div class="columns">
      <div>
        <section data-live="tally">${tally(view)}</section>
        ${ifMay(view, 'create_payments', changeForm(view))}
        <section data-live="payments">
          <h2>${texts.itsPayments}</h2>
          ${newestPayments(view)}
        </section>
      </div>
      <div class="side">
        <section>
          <h2>${texts.posters}</h2>
          ${toPrint(view)}
        </section>
        <section>${facts(view)}</section>
      </div>
    </div>`
  return framed(view, { title: link.title, section: 'links', script: 'live.js' }, body)
}

function tally(view: LinkPageView): Html {
  const texts = linksTexts[view.language]
  const { link } = view
  const { opens, payments, held, paid, paidAmount } = link.counts
  const remaining = remainingUnits(link)
  const counts: readonly (readonly [string, string | number | undefined])[] = [
    [texts.opens, opens],
    [texts.payments, payments],
    [texts.held, held],
    [texts.paid, paid],
    [texts.paidAmount, displayAmount(paidAmount, link.currency)],
    [texts.remaining, remaining],
  ]
  return factList(counts, 'tally')
}

function toPrint(view: LinkPageView): Html {
  const texts = linksTexts[view.language]
  const file = (name: string, text: string): Html =>
    html`<a class="button" href="${view.path}/${name}">${text}</a>`
  return html`<div class="card scan">
    ${qrCode(view.url, texts.code)}
    <a class="id" href="${view.url}">${view.url}</a>
    <div class="files">${file('code.svg', 'SVG')} ${file('code.png', 'PNG')}</div>
    ${(['A5', 'A6'] as const).map(
      (paper) =>
        html`<div class="files" role="group" aria-label="${texts.poster(paper)}">
          ${LANGUAGES.map(({ language, name }) =>
            file(
              `poster.pdf?paper=${paper.toLowerCase()}&language=${language}`,
              `${texts.poster(paper)} ${name}`,
            ),
          )}
        </div>`,
    )}
  </div>`
}

function facts(view: LinkPageView): Html {
  const texts = linksTexts[view.language]
  const { link } = view
  const zone = zoneName(view.timeZone)
  const when = (at: Date | undefined): Html | undefined => at && instant(at.getTime(), view)
  return factList([
    [texts.id, html`<span class="id">${link.id}</span>`],
    [texts.created, when(link.createdAt)],
    [texts.starts(zone), when(link.startsAt)],
    [texts.ends(zone), when(link.endsAt)],
    [texts.once, link.isOncePerPayer ? texts.yes : undefined],
    [texts.payWithin, texts.minutes(Math.round(link.payWithin / 60))],
    [texts.questions, link.fields.map(({ label }) => label).join(', ') || undefined],
    [texts.url, link.successUrl],
    ...Object.entries(link.metadata),
  ])
}

function newestPayments(view: LinkPageView): Html {
  if (view.payments.length === 0) return html`<p class="card attempt soft">–</p>`
  return html`<ul class="card hooks">
    ${view.payments.map(
      ({ path, reference, amount, status, statusText }) =>
        html`<li>
          <p>${badge(status, statusText)} <a href="${path}">${reference}</a> ${amount}</p>
        </li>`,
    )}
  </ul>`
}

/** For a new link. */
export function newLinkPage(view: NewLinkView): Html {
  const texts = linksTexts[view.language]
  const zone = zoneName(view.timeZone)
  const { text, account, check, area } = fieldsOf(view)
  const body = html`<a class="back" href="${view.home}/links"
      >← ${sectionTexts[view.language].links}</a
    >
    <h1>${texts.add}</h1>
    <form class="card ask" method="post" action="${view.actionPath}">
      ${formProblem(view)} ${account(view.accounts)}
      ${text('title', texts.title, html`required maxlength="64"`, { isWide: true })}
      ${text('amount', texts.amount, html`inputmode="decimal" maxlength="16"`, { note: texts.amountNote })}
      ${text('currency', texts.currency, html`required maxlength="3" pattern="[A-Z]{3}" placeholder="HKD"`)}
      ${text('min_amount', texts.least, html`inputmode="decimal" maxlength="16"`)}
      ${text('max_amount', texts.most, html`inputmode="decimal" maxlength="16"`)}
      ${text('stock', texts.stock, html`inputmode="numeric" maxlength="10"`, { note: texts.unlimited })}
      ${check('once_per_payer', texts.once)}
      ${text('starts_at', texts.starts(zone), html`type="datetime-local"`)}
      ${text('ends_at', texts.ends(zone), html`type="datetime-local"`)}
      ${area('questions', texts.questions, html`maxlength="220"`, { note: texts.questionsNote })}
      ${text('success_message', texts.message, html`maxlength="200"`, { isWide: true })}
      ${text('success_url', texts.url, html`type="url" maxlength="512"`, { isWide: true })}
      <button class="main">${texts.create}</button>
    </form>`
  return framed(view, { title: texts.add, section: 'links' }, body)
}

function changeForm(view: LinkPageView): Html {
  const texts = linksTexts[view.language]
  const zone = zoneName(view.timeZone)
  const { text, area } = fieldsOf(view)
  const isDisabled = view.link.disabledAt !== undefined
  return html`<section>
    <h2>${formTexts[view.language].change}</h2>
    <form class="card ask" method="post" action="${view.path}">
      ${formProblem(view)}
      ${text('title', texts.title, html`required maxlength="64"`, { isWide: true })}
      ${text('stock', texts.stock, html`inputmode="numeric" maxlength="10"`, { note: texts.unlimited })}
      ${text('starts_at', texts.starts(zone), html`type="datetime-local"`)}
      ${text('ends_at', texts.ends(zone), html`type="datetime-local"`)}
      ${area('questions', texts.questions, html`maxlength="220"`, { note: texts.questionsNote })}
      ${text('success_message', texts.message, html`maxlength="200"`, { isWide: true })}
      ${text('success_url', texts.url, html`type="url" maxlength="512"`, { isWide: true })}
      <button class="main">${formTexts[view.language].save}</button>
    </form>
    <form method="post" action="${view.path}/${isDisabled ? 'enable' : 'disable'}" class="turn">
      <button>${isDisabled ? texts.enable : texts.disable}</button>
    </form>
  </section>`
}
