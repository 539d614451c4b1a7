import { closeDialog, openDialog } from './dialog.js'
import { announce, make } from './elements.js'
import { say } from './texts.js'

/**
 * What "…" offers for the page.
 * @param {{ url: string, reload: () => void }} options
 */
export function showMenu({ url, reload }) {
  if (url === '') return
  const item = (/** @type {string} */ label, /** @type {() => void} */ run) =>
    make('button', { type: 'button', click: () => (closeDialog(), run()) }, label)
  const copy = () => {
    void navigator.clipboard.writeText(url).then(() => announce(say('linkCopied')))
  }
  const content = make(
    'div',
    { class: 'menu' },
    make('p', {}, new URL(url).host),
    item(say('reload'), reload),
    item(say('copyLink'), copy),
    item(say('openInTab'), () => void window.open(url, '_blank', 'noopener')),
    make(
      'button',
      { type: 'button', class: 'last', 'data-first': true, click: closeDialog },
      say('cancel'),
    ),
  )
  openDialog(content, { label: say('more'), kind: 'menu', onDismiss: closeDialog })
}

/** @param {string} text */
export function showAlert(text) {
  ask(make('p', { class: 'alert-text' }, text), say('ok'), [closeButton(say('ok'))])
}

/** @param {string} url */
export function showLeaving(url) {
  const link = make(
    'a',
    { href: url, target: '_blank', rel: 'noopener noreferrer', click: closeDialog },
    say('openInTab'),
  )
  const body = make(
    'div',
    {},
    make('h2', {}, say('leavesMachine')),
    make('p', { class: 'alert-text' }, say('leavesMachineText', { url })),
  )
  ask(body, say('leavesMachine'), [closeButton(say('cancel')), link])
}

/** @param {HTMLElement} body @param {string} label @param {HTMLElement[]} actions */
function ask(body, label, actions) {
  const content = make('div', {}, body, make('div', { class: 'actions' }, ...actions))
  openDialog(content, { label, kind: 'alert', onDismiss: closeDialog })
}

/** @param {string} text */
function closeButton(text) {
  return make('button', { type: 'button', 'data-first': true, click: closeDialog }, text)
}
