// The payer's pages. Runs in WeChat's WebViews as written: ES2015, XMLHttpRequest, no library.
// Attributes tell this script what a page needs; without the script the page still reads, and reloads itself.
// During an upgrade it also runs in pages of the version before and after: what one of them lacks stops nothing else.
;(function () {
  'use strict'

  /**
   * @typedef {{ err_msg?: unknown, errMsg?: unknown, err_desc?: unknown }} BridgeResult
   * @typedef {{ invoke(name: string, params: unknown, done: (result?: BridgeResult) => void): void }} Bridge
   */

  const ANSWER_WITHIN_MS = 40000
  const MAX_PAUSE_MS = 30000
  const LINK_LEADS_ON_WITHIN_MS = 30000
  const BRIDGE_WITHIN_MS = 6000
  const SECOND_TAP_AFTER_MS = 4000
  const CONTINUE_AFTER_MS = 3000
  const MAX_MOVES = 3
  const loadedAt = Date.now()
  const main = /** @type {HTMLElement} */ (document.querySelector('main'))

  if (main.dataset.statusPath) follow(main.dataset.statusPath, main.dataset.status || '')
  if (main.dataset.payParams) launch(main.dataset.payParams, main.dataset)
  offerCopy()
  leaveSoon()
  goOnward()
  fit()

  /**
   * Asks again and again until the payment's status differs from the one on this page.
   * @param {string} path
   * @param {string} shown
   */
  function follow(path, shown) {
    const address =
      path + (path.indexOf('?') < 0 ? '?' : '&') + 'status=' + encodeURIComponent(shown)
    /** @type {XMLHttpRequest | undefined} */
    let request
    let timer = 0
    let failures = 0
    let leaving = false
    let over = false

    function ask() {
      pause()
      if (over || leaving || document.hidden) return
      const askedAt = Date.now()
      const asking = (request = new XMLHttpRequest())
      asking.open('GET', address)
      asking.timeout = ANSWER_WITHIN_MS
      asking.onload = () => answered(asking, Date.now() - askedAt)
      asking.onerror = asking.ontimeout = failed
      asking.send()
    }

    function pause() {
      clearTimeout(timer)
      if (request) request.abort()
      request = undefined
    }

    /**
     * @param {XMLHttpRequest} answer
     * @param {number} took
     */
    function answered(answer, took) {
      const code = answer.status
      if (code >= 400 && code < 500 && code !== 408 && code !== 425 && code !== 429) {
        over = true
        return show('stale')
      }
      const standing = code === 200 ? read(answer.responseText) : undefined
      if (!standing) return failed()
      failures = 0
      if (standing.text) say(standing.text)
      if (standing.status !== shown || standing.location) {
        // Not in the first second, in which nobody could read the page.
        timer = setTimeout(() => moveOn(standing), Math.max(0, loadedAt + 1000 - Date.now()))
        return
      }
      // If a proxy does not let an answer wait, this must not become a storm.
      const pauseMs = Number(answer.getResponseHeader('retry-after') || 3) * 1000
      timer = setTimeout(ask, took < 1000 ? pauseMs : 0)
    }

    function failed() {
      failures += 1
      const pauseFor = Math.min(MAX_PAUSE_MS, 500 * Math.pow(2, failures))
      timer = setTimeout(ask, pauseFor * (0.5 + Math.random() / 2))
    }

    function lookAgain() {
      failures = 0
      ask()
    }

    document.addEventListener('visibilitychange', () => (document.hidden ? pause() : lookAgain()))
    window.addEventListener('online', lookAgain)
    window.addEventListener('pageshow', (event) => {
      leaving = false
      if (event.persisted) lookAgain()
    })
    window.addEventListener('pagehide', pause)
    // A page that moves on would cancel the navigation that the payer has just chosen.
    whenLinkIsPressed(() => {
      leaving = true
      pause()
      timer = setTimeout(() => {
        leaving = false
        ask()
      }, LINK_LEADS_ON_WITHIN_MS)
    })
    ask()
  }

  /**
   * How long it will take, as the server sees it now.
   * @param {string} text
   */
  function say(text) {
    const place = document.querySelector('[data-said]')
    if (place && place.textContent !== text) place.textContent = text
  }

  /**
   * Leads to another page as a link does, so that nothing else moves this page meanwhile.
   * @param {string} path
   */
  function lead(path) {
    const link = document.createElement('a')
    link.href = path
    document.body.appendChild(link).click()
  }

  /** @param {() => void} then */
  function whenLinkIsPressed(then) {
    document.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('a[href]')) then()
    })
  }

  /**
   * @param {string} text
   * @returns {{ status: string, location?: string, text?: string } | undefined}
   */
  function read(text) {
    try {
      const answer = JSON.parse(text)
      return answer && typeof answer.status === 'string' ? answer : undefined
    } catch (_) {
      return undefined
    }
  }

  /**
   * Stays inside this site; never in a tight loop, should server and page disagree. WeChat may show an old
   * page again for an address that it knows, so the address differs, and only a few times.
   * @param {{ status: string, location?: unknown }} standing
   */
  function moveOn(standing) {
    const path = standing.location
    const before = /[?&]s=([a-z]+)\.(\d+)/.exec(location.search)
    const moves = before && before[1] === standing.status ? Number(before[2]) + 1 : 1
    if (moves > MAX_MOVES) return show('stale')
    const address = typeof path === 'string' && /^\/(?![/\\])/.test(path) ? path : location.pathname
    const mark = 's=' + encodeURIComponent(standing.status) + '.' + moves
    location.replace(address + (address.indexOf('?') < 0 ? '?' : '&') + mark)
  }

  /**
   * Asks WeChat for the payment: once automatically, then at each tap.
   * @param {string} payParams
   * @param {DOMStringMap} paths
   */
  function launch(payParams, paths) {
    const params = JSON.parse(payParams)
    const button = /** @type {HTMLElement | null} */ (document.querySelector('[data-pay]'))
    let turn = 0
    let askedAt = 0
    let isDead = false
    const hint = document.querySelector('[data-until-run]')
    if (hint && hint.parentNode) hint.parentNode.removeChild(hint)

    function pay() {
      // The server says whether this order is still payable, or begins a new attempt.
      if (isDead) return lead(paths.authorizePath || '')
      // WeChat does not always call back, so a later tap asks again; the order is paid once anyway.
      if (Date.now() - askedAt < SECOND_TAP_AFTER_MS) return
      askedAt = Date.now()
      const mine = (turn += 1)
      const mineStill = () => turn === mine && askedAt > 0
      show('')
      whenBridge((bridge) => {
        if (!mineStill()) return
        if (!bridge) {
          askedAt = 0
          tell('no bridge')
          return show('unavailable')
        }
        askedAt = Date.now()
        bridge.invoke('getBrandWCPayRequest', params, (result) => {
          if (!mineStill()) return
          askedAt = 0
          ended(result || {})
        })
      })
    }

    /** @param {BridgeResult} result */
    function ended(result) {
      const message = String(result.err_msg || result.errMsg || '')
      // "ok" proves nothing: the next page waits for the gateway's answer.
      if (/:ok$/.test(message)) return location.replace(paths.returnPath || '')
      if (/:cancel/.test(message)) return show('canceled')
      const words = String(result.err_desc || message.replace(/^.*:fail[_ ]?/, ''))
      tell(words || message)
      isDead = true
      if (button) button.textContent = button.dataset.pay || ''
      show('failed', words)
    }

    /**
     * Reports something that only this page sees to the merchant's people; nobody waits for it.
     * @param {string} words
     */
    function tell(words) {
      const telling = new XMLHttpRequest()
      telling.open('POST', paths.saidPath || '')
      telling.setRequestHeader('content-type', 'text/plain')
      telling.send(words.slice(0, 200))
    }

    if (button) button.addEventListener('click', pay)
    if (firstTime('launched ' + params.package)) pay()
  }

  /**
   * Passes WeChat's bridge, which may appear after the page, or nothing if it does not come.
   * @param {(bridge: Bridge | undefined) => void} then
   */
  function whenBridge(then) {
    const wechat = /** @type {{ WeixinJSBridge?: Bridge }} */ (/** @type {unknown} */ (window))
    if (wechat.WeixinJSBridge) return then(wechat.WeixinJSBridge)
    const timer = setTimeout(settle, BRIDGE_WITHIN_MS)
    function settle() {
      clearTimeout(timer)
      document.removeEventListener('WeixinJSBridgeReady', settle)
      then(wechat.WeixinJSBridge)
    }
    document.addEventListener('WeixinJSBridgeReady', settle)
  }

  /**
   * Shows one of the page's hidden sentences, with WeChat's own words if there are any.
   * @param {string} outcome
   * @param {string} [detail]
   */
  function show(outcome, detail) {
    const anew = /** @type {HTMLAnchorElement | null} */ (document.querySelector('[data-reload]'))
    if (anew) anew.href = location.pathname + '?s=' + Date.now().toString(36)
    const notes = document.querySelectorAll('[data-outcome]')
    for (let index = 0; index < notes.length; index += 1) {
      const note = /** @type {HTMLElement} */ (notes[index])
      note.hidden = note.dataset.outcome !== outcome
      const words = /** @type {HTMLElement | null} */ (note.querySelector('small'))
      if (!words || note.hidden) continue
      words.hidden = !detail
      const said = words.querySelector('span')
      if (said) said.textContent = (detail || '').slice(0, 200)
    }
  }

  /** Takes the payer back to the shop unless they stay; coming back here does not redirect again. */
  function leaveSoon() {
    const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector('[data-continue]'))
    const stay = /** @type {HTMLElement | null} */ (document.querySelector('[data-stay]'))
    const leaving = /** @type {HTMLElement | null} */ (document.querySelector('[data-leaving]'))
    if (!link || !stay || !leaving || !firstTime('left ' + location.pathname)) return
    const timer = setTimeout(() => location.assign(link.href), CONTINUE_AFTER_MS)
    stay.hidden = leaving.hidden = false
    const remain = () => {
      clearTimeout(timer)
      stay.hidden = leaving.hidden = true
    }
    stay.addEventListener('click', () => {
      remain()
      link.focus()
    })
    window.addEventListener('pagehide', remain)
    whenLinkIsPressed(remain)
  }

  function offerCopy() {
    const button = /** @type {HTMLElement | null} */ (document.querySelector('[data-copy]'))
    if (!button) return
    button.addEventListener('click', () => {
      const field = document.createElement('input')
      field.value = button.dataset.copy || ''
      field.readOnly = true
      document.body.appendChild(field)
      let copied = false
      try {
        // iOS copies the focused element if it is selected from end to end, and may otherwise falsely report success.
        field.focus()
        field.setSelectionRange(0, field.value.length)
        // The newer clipboard needs a permission that WebViews do not ask for; this works in all.
        copied = document.execCommand('copy')
      } catch (_) {
        // The link is shown instead.
      }
      document.body.removeChild(field)
      button.focus()
      if (copied) button.textContent = button.dataset.copied || ''
      show(copied ? '' : 'not-copied')
    })
  }

  /** Moves on automatically from the page that only brings a cookie. */
  function goOnward() {
    const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector('[data-onward]'))
    if (link) location.replace(link.href)
  }

  /** WeChat may draw letters larger than the style says: the amount shrinks, and never breaks. */
  function fit() {
    const amount = /** @type {HTMLElement | null} */ (document.querySelector('[data-fit]'))
    if (!amount || amount.scrollWidth <= amount.clientWidth) return
    const size = parseFloat(getComputedStyle(amount).fontSize)
    amount.style.fontSize = Math.floor((size * amount.clientWidth) / amount.scrollWidth) + 'px'
  }

  /**
   * True once for each page session; a browser without storage counts as new.
   * @param {string} key
   */
  function firstTime(key) {
    try {
      if (sessionStorage.getItem(key)) return false
      sessionStorage.setItem(key, '1')
    } catch (_) {
      // Storage may be switched off; then only the payer's tap can repeat anything.
    }
    return true
  }
})()
