import { find, make } from './elements.js'
import { showEntry } from './entry.js'
import { say } from './texts.js'

/** @typedef {import('./entry.js').JournalEntry} JournalEntry */

// Older entries than this are not kept on the page; the sandbox still has them.
const MAX_LIST = 500

/** Follows the sandbox's journal, the newest last. */
export function startWire() {
  const list = find('entries', HTMLOListElement)
  const scroll = find('wire-scroll', HTMLElement)
  const filter = find('order-filter', HTMLSelectElement)
  const problemsOnly = find('problems-only', HTMLInputElement)
  const lost = find('connection', HTMLElement)
  const orders = new Set()
  let isWorldMoving = false

  follow()
  find('clear', HTMLButtonElement).addEventListener('click', clear)
  filter.addEventListener('change', applyFilter)
  problemsOnly.addEventListener('change', applyFilter)
  document.addEventListener('language', () => showOrders())
  showOrders()

  // A restarted sandbox counts from one, so everything is read again.
  function follow() {
    const stream = new EventSource(`/_sandbox/journal/stream?newest=${MAX_LIST}`)
    stream.addEventListener('entries', (event) => add(JSON.parse(event.data)))
    stream.addEventListener('message', (event) => add([JSON.parse(event.data)]))
    stream.addEventListener('open', () => {
      lost.hidden = true
      clear()
    })
    stream.addEventListener('error', () => {
      lost.hidden = false
      stream.close()
      setTimeout(follow, 2000)
    })
  }

  // Entries come in bursts; listeners that look at the world afterwards do so once.
  function tellWorld() {
    if (isWorldMoving) return
    isWorldMoving = true
    setTimeout(() => {
      isWorldMoving = false
      document.dispatchEvent(new CustomEvent('world'))
    }, 150)
  }

  function clear() {
    list.replaceChildren()
    orders.clear()
    showOrders()
    showEmpty()
  }

  /**
   * The page is measured once, however many entries come together.
   *
   * @param {readonly JournalEntry[]} entries
   */
  function add(entries) {
    if (entries.length === 0) return
    for (const entry of entries) {
      document.dispatchEvent(new CustomEvent('journal', { detail: entry }))
    }
    tellWorld()
    const known = orders.size
    for (const { orderId } of entries) if (orderId) orders.add(orderId)
    if (orders.size > known) showOrders()
    const isAtEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 40
    const items = entries.map(showEntry)
    for (const item of items) item.hidden = !passes(item)
    list.append(...items)
    while (list.childElementCount > MAX_LIST) list.firstElementChild?.remove()
    showEmpty()
    if (isAtEnd) scroll.scrollTop = scroll.scrollHeight
  }

  /** @param {HTMLElement} item */
  function passes(item) {
    const isOfOrder = filter.value === '' || item.dataset.order === filter.value
    return isOfOrder && (!problemsOnly.checked || item.dataset.problem === 'true')
  }

  function applyFilter() {
    for (const item of list.children) {
      if (item instanceof HTMLElement) item.hidden = !passes(item)
    }
    showEmpty()
  }

  function showEmpty() {
    find('wire-empty', HTMLElement).hidden =
      list.querySelector(':scope > li:not([hidden])') !== null
  }

  function showOrders() {
    const chosen = filter.value
    filter.replaceChildren(
      make('option', { value: '' }, say('allOrders')),
      ...[...orders].reverse().map((order) => make('option', { value: order }, order)),
    )
    filter.value = orders.has(chosen) ? chosen : ''
  }
}
