import { announce, find, make } from './elements.js'
import { askSandbox } from './sandbox.js'
import { say } from './texts.js'

/**
 * @typedef {{ name: string, on: 'payment' | 'refund' | 'visit', amount?: number, happens: string, standsFor: string }} Scenario
 * @typedef {{ id: number, scenario?: string, order?: string }} Fault
 */

/** @type {Record<Scenario['on'], import('./texts.js').TextName>} */
const ARM = { payment: 'armPayment', refund: 'armRefund', visit: 'armVisit' }

/** What can go wrong on demand, and what is waiting to. */
export function startScenarios() {
  const view = find('scenarios', HTMLElement)
  const list = make('ul', { class: 'cards' })
  /** @type {Scenario[]} */
  let scenarios = []
  /** @type {Fault[]} */
  let faults = []
  /** Names that wait for the next payment or refund, which the sandbox keeps to itself. */
  const upcoming = new Set()
  let wanted = ''

  document.addEventListener('language', render)
  document.addEventListener('world', () => void readFaults())
  document.addEventListener('view', () => void readFaults())
  document.addEventListener('journal', (event) => {
    const { url = '' } = /** @type {CustomEvent<import('./entry.js').JournalEntry>} */ (event)
      .detail
    const taken = url.endsWith('/trade/v1/payment')
      ? 'payment'
      : url.endsWith('/trade/v1/refund')
        ? 'refund'
        : ''
    if (taken === '') return
    for (const { name, on } of scenarios) if (on === taken) upcoming.delete(name)
  })
  render()
  void begin()

  async function begin() {
    scenarios = (await askSandbox('/_sandbox/scenarios')).data
    await readFaults()
  }

  async function readFaults() {
    faults = (await askSandbox('/_sandbox/faults')).data
    showList()
  }

  /** @param {Scenario} scenario */
  async function arm({ name, on }) {
    await askSandbox('/_sandbox/scenarios', { name })
    if (on !== 'visit') upcoming.add(name)
    announce(`${name}: ${say('armed')}`)
    await readFaults()
  }

  async function takeBack() {
    await askSandbox('/_sandbox/faults', undefined, 'DELETE')
    upcoming.clear()
    await readFaults()
  }

  function render() {
    const search = make('input', {
      type: 'search',
      'aria-label': say('searchScenarios'),
      placeholder: say('searchScenarios'),
    })
    search.value = wanted
    search.addEventListener('input', () => {
      wanted = search.value
      showList()
    })
    const back = make(
      'button',
      { type: 'button', class: 'plain', click: () => void takeBack() },
      say('disarm'),
    )
    view.replaceChildren(
      make('div', { class: 'filter' }, search, back),
      make('div', { class: 'scroll' }, list),
    )
    showList()
  }

  function showList() {
    const found = scenarios.filter(({ name, happens, standsFor }) =>
      `${name} ${happens} ${standsFor}`.toLowerCase().includes(wanted.trim().toLowerCase()),
    )
    list.replaceChildren(
      ...found.map(card),
      ...(found.length === 0 ? [make('li', { class: 'empty' }, say('noScenarios'))] : []),
    )
    const count = find('fault-count', HTMLElement)
    const waiting = new Set([...upcoming, ...faults.map(({ id, scenario }) => scenario ?? id)]).size
    count.hidden = waiting === 0
    count.textContent = String(waiting)
  }

  /** @param {Scenario} scenario */
  function card(scenario) {
    const { name, on, amount, happens, standsFor } = scenario
    const isArmed =
      upcoming.has(name) ||
      faults.some((fault) => fault.scenario === name && fault.order === undefined)
    const verb = say(isArmed ? 'armed' : ARM[on])
    return make(
      'li',
      isArmed ? { class: 'armed' } : {},
      make('h2', {}, name),
      make('p', { class: 'happens' }, happens),
      make('p', {}, standsFor),
      ...(amount === undefined
        ? []
        : [
            make(
              'p',
              { class: 'trigger' },
              say('amountTrigger', { amount: inDollars(amount), txamt: amount }),
            ),
          ]),
      make(
        'button',
        {
          type: 'button',
          class: 'small',
          'aria-label': `${verb}: ${name}`,
          disabled: isArmed,
          click: () => void arm(scenario),
        },
        verb,
      ),
    )
  }
}

/** @param {number} amount */
function inDollars(amount) {
  return `HK$${(amount / 100).toFixed(2)}`
}
