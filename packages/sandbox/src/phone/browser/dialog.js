import { find, make } from './elements.js'

/** @type {HTMLElement | undefined} */
let returnFocusTo
/** @type {(() => void) | undefined} */
let dismiss
/** @type {Kind | undefined} */
let shown
/** What a page wants to show while WeChat's payment sheet is open. */
/** @type {(() => void)[]} */
const held = []

/**
 * `sheet` and `full` are WeChat's own: only the payer ends them. `alert` and `menu` belong to the page.
 * @typedef {'sheet' | 'full' | 'alert' | 'menu'} Kind
 */

/**
 * Shows a dialog over the page in the phone. Everything behind it is inert until it closes.
 * @param {HTMLElement} content
 * @param {{ label: string, kind: Kind, onDismiss: () => void }} options
 */
export function openDialog(content, { label, kind, onDismiss }) {
  if (isWechats(shown) && !isWechats(kind)) {
    held.push(() => openDialog(content, { label, kind, onDismiss }))
    return
  }
  hide()
  shown = kind
  const overlay = find('overlay', HTMLElement)
  const focused = document.activeElement
  returnFocusTo = focused instanceof HTMLElement ? focused : undefined
  dismiss = onDismiss
  const dialog = make(
    'div',
    {
      role: 'dialog',
      'aria-modal': 'true',
      'aria-label': label,
      class: `dialog ${kind}`,
      tabindex: '-1',
    },
    content,
  )
  const scrim = make('div', { class: 'scrim' })
  if (kind === 'menu') scrim.addEventListener('click', onDismiss)
  overlay.replaceChildren(scrim, dialog)
  overlay.hidden = false
  for (const element of behind()) element.inert = true
  const first = dialog.querySelector('[data-first]')
  ;(first instanceof HTMLElement ? first : dialog).focus()
}

export function closeDialog() {
  hide()
  held.shift()?.()
}

/** Ends what the page has shown. WeChat's payment sheet stays, whatever the page behind it does. */
export function closePageDialogs() {
  held.length = 0
  if (!isWechats(shown)) hide()
}

/** @param {Kind | undefined} kind */
function isWechats(kind) {
  return kind === 'sheet' || kind === 'full'
}

function hide() {
  const overlay = find('overlay', HTMLElement)
  if (overlay.hidden) return
  shown = undefined
  overlay.hidden = true
  overlay.replaceChildren()
  for (const element of behind()) element.inert = false
  returnFocusTo?.focus()
  dismiss = undefined
}

export function isDialogOpen() {
  return !find('overlay', HTMLElement).hidden
}

document.addEventListener('keydown', (event) => {
  const isInside = find('screen', HTMLElement).contains(document.activeElement)
  if (event.key === 'Escape' && dismiss && isInside) dismiss()
})

function behind() {
  return ['nav-bar', 'page', 'tool-bar'].map((id) => find(id, HTMLElement))
}
