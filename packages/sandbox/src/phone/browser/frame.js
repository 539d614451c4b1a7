import { find, make } from './elements.js'
import { showAlert, showLeaving } from './page-menu.js'

/**
 * @typedef {{ url: string | undefined, title: string, isLoading: boolean, canGoBack: boolean, canGoForward: boolean, isNewPage: boolean }} Place
 * @typedef {{ kind: string, question: Record<string, any>, answer: (result: object) => void }} BridgeCall
 */

/**
 * The frame that holds the page. Listens only to the scripts that the proxy put into it: a message counts
 * only if it comes from a host of the open phone.
 * @param {{ onMove: (place: Place) => void, onBridge: (call: BridgeCall) => void }} options
 */
export function createFrame({ onMove, onBridge }) {
  /** @type {HTMLIFrameElement | undefined} */
  let frame
  /** @type {MessagePort | undefined} */
  let line
  let hostSuffix = ''
  /** @type {'back' | 'forward' | undefined} */
  let stepping
  let position = -1
  let last = -1
  let url = ''
  let title = ''

  addEventListener('message', (event) => {
    const { data, ports, origin } = event
    if (typeof data?.wechat !== 'string' || hostSuffix === '' || !origin.endsWith(hostSuffix))
      return
    const port = ports[0]
    if (port === undefined) return
    if (data.wechat !== 'page') {
      onBridge({
        kind: data.wechat,
        question: data.question,
        answer: (result) => port.postMessage(result),
      })
      return
    }
    if (event.source !== frame?.contentWindow) return
    line = port
    port.onmessage = ({ data: told }) => hear(told)
    moved(data.question, true)
  })

  /** @param {any} told */
  function hear(told) {
    if (told.kind === 'alert') showAlert(told.text)
    else if (told.kind === 'outside') showLeaving(told.url)
    else moved(told, false)
  }

  /** @param {{ how: string, url: string, title: string }} page @param {boolean} isNewPage */
  function moved(page, isNewPage) {
    const { how } = page
    if (stepping && (isNewPage || how === 'traverse')) {
      position += stepping === 'back' ? -1 : 1
      stepping = undefined
    } else if ((how === 'push' || how === 'load') && page.url !== url) {
      last = ++position
    } else if (position < 0) {
      last = position = 0
    }
    url = page.url
    title = page.title
    show(false, isNewPage)
  }

  /** @param {boolean} isLoading @param {boolean} isNewPage */
  function show(isLoading, isNewPage) {
    onMove({
      url: url === '' ? undefined : url,
      title: title || hostOf(url),
      isLoading,
      canGoBack: position > 0,
      canGoForward: position < last,
      isNewPage,
    })
  }

  return {
    /** @param {string} src */
    open(src) {
      hostSuffix = new URL(src).host.replace(/^[^.]+/, '')
      position = last = -1
      url = title = ''
      stepping = undefined
      line = undefined
      const next = make('iframe', {
        title: 'WeChat',
        // Without permission to move the whole tab: a page that breaks out of frames stays inside.
        sandbox: 'allow-downloads allow-forms allow-modals allow-same-origin allow-scripts',
        allow: 'clipboard-read; clipboard-write; geolocation; camera; microphone',
        src,
      })
      next.addEventListener('load', () => show(false, false))
      if (frame) frame.replaceWith(next)
      else find('page', HTMLElement).append(next)
      frame = next
      show(true, false)
    },
    close() {
      frame?.remove()
      frame = undefined
      line = undefined
      hostSuffix = ''
      url = title = ''
      find('progress', HTMLElement).hidden = true
    },
    /** @param {'back' | 'forward' | 'reload'} what */
    command(what) {
      if (what !== 'reload') stepping = what
      line?.postMessage(what)
    },
  }
}

/** @param {string} url */
function hostOf(url) {
  return url === '' ? '' : new URL(url).host
}
