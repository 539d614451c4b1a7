// The first script of every page that is driven: what the page does wrong, WeChat's bridge where the
// page is in WeChat, and what a driver wants to know. The server writes the setting at its end.
;(function (setting) {
  'use strict'

  /** @typedef {{ name: string, params: unknown }} Call */
  /** @typedef {{ WeixinJSBridge?: object, inPage?: object }} Wechat */

  const page = /** @type {Wechat} */ (/** @type {unknown} */ (window))
  /** @type {Call[]} */
  const calls = []
  /** @type {((result: object) => void) | undefined} */
  let answer
  let shownAt = performance.now()

  // In the storage of the tab, since the page that did it may be gone when somebody asks.
  /** @param {string} what */
  function note(what) {
    sessionStorage.setItem('wrong', JSON.stringify(wrong().concat(`${location.pathname}: ${what}`)))
  }

  /** @returns {string[]} */
  function wrong() {
    return JSON.parse(sessionStorage.getItem('wrong') || '[]')
  }

  addEventListener(
    'error',
    (event) => {
      const from = event.target instanceof Element ? event.target.outerHTML : event.message
      note(`an error: ${from}`)
    },
    true,
  )
  addEventListener('unhandledrejection', (event) => note(`a rejection: ${String(event.reason)}`))
  document.addEventListener('securitypolicyviolation', (event) => {
    note(`its policy's ${event.effectiveDirective} forbids ${event.blockedURI}`)
  })
  addEventListener('pageshow', () => (shownAt = performance.now()))

  if (setting === 'ready') appear()
  if (setting === 'late') addEventListener('load', () => setTimeout(appear, 700))

  function appear() {
    page.WeixinJSBridge = {
      /** @param {string} name @param {unknown} params @param {(result: object) => void} done */
      invoke(name, params, done) {
        calls.push({ name, params })
        answer = done
      },
    }
    document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  }

  /** @param {Element} element */
  function isShown(element) {
    return element.getClientRects().length > 0
  }

  /** @param {string} selector */
  function shown(selector) {
    return [...document.querySelectorAll(selector)].filter(isShown)
  }

  /** Whether a tap in its middle meets it; where that is, once it has been scrolled to. @param {Element} element */
  function reach(element) {
    element.scrollIntoView({ block: 'center' })
    const { left, top, width, height } = element.getBoundingClientRect()
    const [x, y] = [left + width / 2, top + height / 2]
    const met = document.elementFromPoint(x, y)
    return { x, y, width, height, isMet: met !== null && element.contains(met) }
  }

  page.inPage = {
    wrong,
    takeWrong() {
      const found = wrong()
      sessionStorage.removeItem('wrong')
      return found
    },
    calls: () => calls,
    /** @param {object} result */
    conclude(result) {
      if (answer) answer(result)
      return true
    },
    heading: () => (shown('h1')[0] ? shown('h1')[0].textContent : ''),
    outcomes: () => shown('[data-outcome]').map((each) => each.getAttribute('data-outcome')),
    /** @param {string} selector */
    text: (selector) => shown(selector).map((each) => (each.textContent || '').trim()),
    /** @param {string} selector */
    spot(selector) {
      const [found] = shown(selector)
      return found && reach(found)
    },
    shownForMs: () => performance.now() - shownAt,

    /** What a payer could not press on the page as it opens. */
    unreachable() {
      const first = shown('.act.main')[0]
      const below = first && first.getBoundingClientRect().bottom > innerHeight
      const out = shown('.act')
        .filter((each) => {
          const { x, width, height, isMet } = reach(each)
          return (
            !isMet || width < 44 || height < 44 || x - width / 2 < 0 || x + width / 2 > innerWidth
          )
        })
        .map((each) => `"${(each.textContent || '').trim()}" cannot be pressed`)
      return below ? out.concat(`"${first.textContent}" is below the screen`) : out
    },
    /** How far it sticks out on the right, with every sentence shown that it keeps ready. @param {number} percent */
    excess(percent) {
      document.querySelectorAll('main [hidden]').forEach((each) => each.removeAttribute('hidden'))
      document.documentElement.style.fontSize = `${percent}%`
      return document.documentElement.scrollWidth - innerWidth
    },
  }
})('__SETTING__')
