import { formatPrice, type Language, type Payment } from '@tael-examples/common'
import { html } from 'hono/html'
import { ASSETS } from '../assets.ts'
import type { Order } from '../order.ts'
import { type ShopTexts, TEXTS } from '../texts.ts'
import { type Html, shopDocument, type Visit } from './document.ts'
import { lineList, totalLine } from './lines.ts'

export type OrderState = keyof ShopTexts['states']

const STATES: Readonly<Record<Payment['status'], OrderState>> = {
  created: 'unpaid',
  pending: 'confirming',
  succeeded: 'paid',
  failed: 'lapsed',
  expired: 'lapsed',
  canceled: 'lapsed',
}

/** What an order's payment means to the customer. An order without one was kept, and not charged. */
export function orderState(payment: Payment | undefined): OrderState {
  if (payment === undefined) return 'unpaid'
  if (payment.status !== 'succeeded' || payment.amount_refunded === 0) return STATES[payment.status]
  return payment.amount_refunded >= payment.amount ? 'refunded' : 'partlyRefunded'
}

/** The receipt, or how to come to it. */
export function orderPage(visit: Visit, order: Order, payment: Payment | undefined): Html {
  const { language } = visit
  const texts = TEXTS[language]
  const state = orderState(payment)
  const { title, text } = texts.states[state]
  const isOpen = state === 'unpaid' || state === 'confirming'
  const body = html`<section
      class="state ${state}"
      role="status"
      ${isOpen ? html`data-follow="/orders/${order.id}/state" data-state="${state}"` : ''}
    >
      <span class="mark" aria-hidden="true">${state === 'paid' ? '茶' : ''}</span>
      <h1>${title}</h1>
      <p>${text}</p>
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
        ${
          (payment?.amount_refunded ?? 0) === 0
            ? ''
            : html`<div>
                <dt>${texts.refunded}</dt>
                <dd>${formatPrice(payment?.amount_refunded ?? 0)}</dd>
              </div>`
        }
      </dl>
    </div>
    ${state === 'paid' || state === 'partlyRefunded' ? html`<p class="pick-up"><strong>${texts.pickUp}</strong> ${texts.pickUpText}</p>` : ''}`
  const page = { title: `${title} · ${order.id}`, body }
  return shopDocument(visit, isOpen ? { ...page, script: ASSETS.script.path } : page)
}

/** While WeChat may have the money already, paying again is the lesser of the two buttons. */
function toPay(texts: ShopTexts, order: Order, state: OrderState): Html {
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
