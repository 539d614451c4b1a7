import { find, make } from './elements.js'
import { askSandbox } from './sandbox.js'
import { say, spoken } from './texts.js'

/**
 * @typedef {{ id: string, orderId: string, url: string, attempts: number, status: 'waiting' | 'delivered' | 'given-up', nextAt?: string }} Notification
 */

/** What the gateway told the merchant, and what it will tell again. */
export function startNotifications() {
  const view = find('notifications', HTMLElement)
  const list = make('ul', { class: 'cards' })
  view.append(make('div', { class: 'scroll' }, list))

  const read = async () => {
    if (view.hidden) return
    /** @type {{ data: Notification[] }} */
    const { data } = await askSandbox('/_sandbox/notifications')
    list.replaceChildren(
      ...data.map(card).reverse(),
      ...(data.length === 0 ? [make('li', { class: 'empty' }, say('noNotifications'))] : []),
    )
  }
  for (const event of ['view', 'world', 'language'])
    document.addEventListener(event, () => void read())

  /** @param {Notification} notification */
  function card({ id, orderId, url, attempts, status, nextAt }) {
    const states = {
      waiting: say('waiting'),
      delivered: say('delivered'),
      'given-up': say('givenUp'),
    }
    const facts = [states[status], say('attempts', { n: attempts })]
    if (nextAt) facts.push(say('due', { time: new Date(nextAt).toLocaleTimeString(spoken()) }))
    const again = async () => {
      await askSandbox(`/_sandbox/notifications/${id}/redeliver`, {})
      await read()
    }
    return make(
      'li',
      {},
      make('h3', {}, orderId),
      make('p', {}, `${facts.join(' · ')} · ${url}`),
      make(
        'button',
        { type: 'button', class: 'small', click: () => void again() },
        say('deliverAgain'),
      ),
    )
  }
}
