import { find, make } from './elements.js'
import { askSandbox } from './sandbox.js'
import { say } from './texts.js'

/**
 * @typedef {{ name: string, happens: string, amount?: number }} Scenario
 * @typedef {{ id: number, scenario?: string }} Fault
 */

/** What can go wrong on demand, and what is waiting to. */
export function startScenarios() {
  const view = find('scenarios', HTMLElement)
  /** @type {Scenario[]} */
  let scenarios = []
  /** @type {Fault[]} */
  let faults = []
  let wanted = ''

  document.addEventListener('language', render)
  document.addEventListener('world', () => void readFaults())
  document.addEventListener('view', () => void readFaults())
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

  /** @param {Scenario} scenario @param {Fault[]} armed */
  async function toggle({ name }, armed) {
    if (armed.length === 0) await askSandbox(`/_sandbox/scenarios/${name}`, {})
    for (const { id } of armed) await askSandbox(`/_sandbox/faults/${id}`, undefined, 'DELETE')
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
    view.replaceChildren(
      make('div', { class: 'filter' }, search),
      make('div', { class: 'scroll' }, make('ul', { class: 'cards', id: 'scenario-list' })),
    )
    showList()
  }

  function showList() {
    const found = scenarios.filter(({ name, happens }) =>
      `${name} ${happens}`.toLowerCase().includes(wanted.trim().toLowerCase()),
    )
    find('scenario-list', HTMLUListElement).replaceChildren(
      ...found.map(card),
      ...(found.length === 0 ? [make('li', { class: 'empty' }, say('noScenarios'))] : []),
    )
    const count = find('fault-count', HTMLElement)
    const waiting = new Set(faults.map(({ id, scenario }) => scenario ?? id)).size
    count.hidden = waiting === 0
    count.textContent = String(waiting)
    count.setAttribute('aria-label', say('armed'))
  }

  /** @param {Scenario} scenario */
  function card(scenario) {
    const armed = faults.filter((fault) => fault.scenario === scenario.name)
    const trigger =
      scenario.amount === undefined ? '' : ` — ${say('amountTrigger', { amount: scenario.amount })}`
    return make(
      'li',
      armed.length > 0 ? { class: 'armed' } : {},
      make('h3', {}, scenario.name),
      make('p', {}, scenario.happens + trigger),
      make(
        'button',
        {
          type: 'button',
          class: 'small',
          'aria-pressed': String(armed.length > 0),
          click: () => void toggle(scenario, armed),
        },
        say(armed.length > 0 ? 'disarm' : 'arm'),
      ),
    )
  }
}
