import { find, make } from './elements.js'

/** @type {HTMLElement | undefined} */
let returnFocusTo
/** @type {(() => void) | undefined} */
let dismiss

/**
 * Shows a dialog over the page in the phone. Everything behind it is inert until it closes.
 * @param {HTMLElement} content
 * @param {{ label: string, kind: 'sheet' | 'alert' | 'menu' | 'full', onDismiss: () => void }} options
 */
export function openDialog(content, { label, kind, onDismiss }) {
  closeDialog()
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
  const overlay = find('overlay', HTMLElement)
  if (overlay.hidden) return
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
