import { find, make } from './elements.js'
import { askSandbox } from './sandbox.js'
import { say, spoken } from './texts.js'

/**
 * @typedef {'waiting' | 'acknowledged' | 'given-up' | 'lost' | 'forged'} State
 * @typedef {{ at: number, status?: number, answer?: string, isAcknowledged: boolean }} Attempt
 * @typedef {{ id: number, type: 'payment' | 'refund', orderId: string, url: string, body: string, signature: string, signType: string, state: State, attempts: Attempt[], nextAttemptAt?: number }} Delivery
 */

/** @type {Record<State, import('./texts.js').TextName>} */
const STATES = {
  waiting: 'waiting',
  acknowledged: 'delivered',
  'given-up': 'givenUp',
  lost: 'lost',
  forged: 'forged',
}

/** What the gateway told the merchant, and what it will repeat. Newest first. */
export function startNotifications() {
  const view = find('notifications', HTMLElement)
  const list = make('ul', { class: 'cards' })
  view.append(make('div', { class: 'scroll' }, list))

  const read = async () => {
    if (view.hidden) return
    /** @type {{ data: Delivery[] }} */
    const { data } = await askSandbox('/_sandbox/notifications')
    list.replaceChildren(
      ...data.map(card).reverse(),
      ...(data.length === 0 ? [make('li', { class: 'empty' }, say('noNotifications'))] : []),
    )
  }
  for (const event of ['view', 'world', 'language'])
    document.addEventListener(event, () => void read())

  /** @param {Delivery} delivery */
  function card({
    id,
    type,
    orderId,
    url,
    body,
    signature,
    signType,
    state,
    attempts,
    nextAttemptAt,
  }) {
    const facts = [say(STATES[state]), say('attempts', { n: attempts.length })]
    if (nextAttemptAt) facts.push(say('due', { time: time(nextAttemptAt) }))
    const again = async () => {
      await askSandbox(`/_sandbox/notifications/${id}/redeliver`, {})
      await read()
    }
    const lines = attempts.map(
      ({ at, status, answer }) => `${time(at)}  ${status ?? '—'}  ${answer ?? ''}`,
    )
    return make(
      'li',
      { 'data-state': state },
      make('h2', {}, `${say(type)} ${orderId}`),
      make('p', { class: 'state' }, facts.join(' · ')),
      make('p', {}, url),
      make(
        'details',
        {},
        make('summary', {}, say('details')),
        make(
          'pre',
          { tabindex: '0' },
          [`X-QF-SIGN: ${signature} (${signType})`, '', body, '', ...lines].join('\n'),
        ),
      ),
      make(
        'button',
        {
          type: 'button',
          class: 'small',
          'aria-label': `${say('deliverAgain')}: ${orderId}`,
          click: () => void again(),
        },
        say('deliverAgain'),
      ),
    )
  }

  /** @param {number} instant */
  function time(instant) {
    return new Date(instant).toLocaleTimeString(spoken(), { hour12: false })
  }
}
