import { find } from './elements.js'
import { say } from './texts.js'

const TABS = ['wire', 'scenarios', 'notifications']

/** The inspector's views, and the drawer that it becomes on a small screen. */
export function startPanel() {
  for (const [index, name] of TABS.entries()) {
    const tab = find(`tab-${name}`, HTMLButtonElement)
    tab.addEventListener('click', () => showView(name))
    tab.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
      if (step === 0) return
      const next = TABS[(index + step + TABS.length) % TABS.length] ?? 'wire'
      showView(next)
      find(`tab-${next}`, HTMLButtonElement).focus()
    })
  }
  const handle = find('drawer-handle', HTMLButtonElement)
  handle.addEventListener('click', () => openDrawer(!isOpen()))
  find('controls', HTMLFormElement).addEventListener('submit', () => openDrawer(false))
  document.addEventListener('language', () => openDrawer(isOpen()))
  openDrawer(!new URLSearchParams(location.search).has('open'))
}

/** @param {string} shown */
function showView(shown) {
  for (const name of TABS) {
    const tab = find(`tab-${name}`, HTMLButtonElement)
    tab.setAttribute('aria-selected', String(name === shown))
    tab.tabIndex = name === shown ? 0 : -1
    find(name, HTMLElement).hidden = name !== shown
  }
  document.dispatchEvent(new CustomEvent('view', { detail: shown }))
}

function isOpen() {
  return document.body.classList.contains('drawer-open')
}

/** @param {boolean} open */
function openDrawer(open) {
  const handle = find('drawer-handle', HTMLButtonElement)
  document.body.classList.toggle('drawer-open', open)
  handle.setAttribute('aria-expanded', String(open))
  handle.textContent = say(open ? 'hideInspector' : 'inspector')
}
