import {
  formatPrice,
  type Language,
  onItsWay,
  paymentState,
  type PaymentState,
  secondPayment,
} from '@tael-examples/common'
import { html } from 'hono/html'
import { ASSETS } from '../assets.ts'
import type { Order } from '../order.ts'
import { type ShopTexts, TEXTS } from '../texts.ts'
import { type Html, shopDocument, type Visit } from './document.ts'
import { lineList, totalLine } from './lines.ts'

/** A seal for what is paid; a ring that turns for what is not known yet. */
const MARKS: Partial<Record<PaymentState, string>> = { paid: '茶', confirming: '' }

const TO_COLLECT: ReadonlySet<PaymentState> = new Set(['paid', 'partlyRefunding', 'partlyRefunded'])

/** The receipt, or how to come to it. */
export function orderPage(visit: Visit, order: Order): Html {
  const { language } = visit
  const { payment } = order
  const texts = TEXTS[language]
  const state = paymentState(order)
  const second = secondPayment(order)
  const { title, text } = texts.states[state]
  const isOpen = state === 'unpaid' || state === 'confirming'
  const body = html`<section
      class="state standing-order ${state}"
      role="status"
      ${isOpen ? html`data-follow="/orders/${order.id}/state" data-state="${state}"` : ''}
    >
      ${MARKS[state] === undefined ? '' : html`<span class="mark" aria-hidden="true">${MARKS[state]}</span>`}
      <h1>${title}</h1>
      <p>${text}</p>
      ${second ? html`<p class="twice">${texts.paidTwice[second.isBack ? 'isBack' : 'onItsWay'](formatPrice(second.amount))}</p>` : ''}
    </section>
    ${isOpen ? toPay(texts, order, state) : ''}
    ${state === 'lapsed' ? orderAgain(texts, order) : ''}
    <h2 class="over">${texts.items}</h2>
    <div class="sheet">
      ${lineList(language, order.lines, ({ quantity }) => html`<span class="count">× ${quantity}</span>`)}
      ${totalLine(language, order.total)}
      <dl class="facts">
        <div>
          <dt>${texts.number}</dt>
          <dd class="number">${order.id}</dd>
        </div>
        ${payment === undefined ? '' : moment(language, texts.orderedAt, payment.created_at)}
        ${payment?.succeeded_at === undefined ? '' : moment(language, texts.paidAt, payment.succeeded_at)}
        ${money(texts.refunded, payment?.amount_refunded ?? 0)}
        ${money(texts.onItsWay, onItsWay(order))}
      </dl>
    </div>
    ${TO_COLLECT.has(state) ? html`<p class="pick-up"><strong>${texts.pickUp}</strong> ${texts.pickUpText}</p>` : ''}`
  const page = { title: `${title} · ${order.id}`, body }
  return shopDocument(visit, isOpen ? { ...page, script: ASSETS.script.path } : page)
}

/** While WeChat may have the money already, paying again is the lesser of the two buttons. */
function toPay(texts: ShopTexts, order: Order, state: PaymentState): Html {
  const isWaiting = state === 'confirming'
  return html`<form class="pay" method="post" action="/orders/${order.id}/pay">
    ${isWaiting ? html`<a class="act" href="/orders/${order.id}">${texts.look}</a>` : ''}
    <button class="act ${isWaiting ? 'quiet' : 'wechat'}">
      ${isWaiting ? texts.goOn : texts.pay(formatPrice(order.total))}
    </button>
    ${isWaiting ? '' : html`<p><a href="/orders/${order.id}">${texts.look}</a></p>`}
  </form>`
}

function orderAgain(texts: ShopTexts, order: Order): Html {
  return html`<form class="pay" method="post" action="/orders/${order.id}/again">
    <button class="act">${texts.orderAgain}</button>
  </form>`
}

function money(name: string, cents: number): Html | '' {
  if (cents === 0) return ''
  return html`<div>
    <dt>${name}</dt>
    <dd>${formatPrice(cents)}</dd>
  </div>`
}

/** The shop is in Hong Kong, and so is its clock. */
function moment(language: Language, name: string, instant: string): Html {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Hong_Kong',
  })
  return html`<div>
    <dt>${name}</dt>
    <dd><time datetime="${instant}">${format.format(new Date(instant))}</time></dd>
  </div>`
}
