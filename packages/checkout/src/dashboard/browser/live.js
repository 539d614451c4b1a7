// The dashboard's pages. Keeps what a page shows current: asks for the page again and exchanges the parts that
// have changed. Without it the page reads the same, and reloading does the rest.
;(function () {
  'use strict'

  const EVERY_MS = 5000
  const ANSWER_WITHIN_MS = 20000
  const MAX_PAUSE_MS = 60000
  const AGES = /<time[^>]*>[^<]*<\/time>/g

  /** @type {Map<Element, string>} */
  const shown = new Map()
  for (const part of parts(document)) shown.set(part, signature(part))
  let failures = 0
  let timer = 0
  let isPressed = false
  /** @type {AbortController | undefined} */
  let asking

  addEventListener('pointerdown', () => (isPressed = true))
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => (isPressed = false))
  // A hidden tab asks nothing, and one that wakes up asks immediately.
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : look()))
  addEventListener('pagehide', stop)
  addEventListener('pageshow', (event) => event.persisted && look())
  plan()

  function plan() {
    clearTimeout(timer)
    if (document.hidden) return
    timer = setTimeout(look, Math.min(EVERY_MS * 2 ** failures, MAX_PAUSE_MS))
  }

  function stop() {
    clearTimeout(timer)
    if (asking) asking.abort()
    asking = undefined
  }

  async function look() {
    stop()
    const own = new AbortController()
    asking = own
    const limit = setTimeout(() => own.abort(), ANSWER_WITHIN_MS)
    try {
      const response = await fetch(location.href, { signal: own.signal, cache: 'no-store' })
      if (!response.ok) throw new Error(String(response.status))
      const next = new DOMParser().parseFromString(await response.text(), 'text/html')
      // The session is over: the page stays as it is.
      if (parts(next).length === 0) return
      parts(document).forEach((part) => renew(part, next))
      failures = 0
    } catch (_) {
      failures += 1
    } finally {
      clearTimeout(limit)
    }
    if (asking === own) plan()
  }

  /**
   * @param {Element} part
   * @param {Document} next
   */
  function renew(part, next) {
    const fresh = next.querySelector('[data-live="' + part.getAttribute('data-live') + '"]')
    if (!fresh || isInUse(part)) return
    const said = signature(fresh)
    if (said === shown.get(part)) {
      // Only ages have changed: whatever reads the part aloud keeps its place.
      const times = fresh.querySelectorAll('time')
      part.querySelectorAll('time').forEach((time, index) => {
        const now = times[index]
        if (now && time.textContent !== now.textContent) time.textContent = now.textContent
      })
      return
    }
    shown.set(part, said)
    part.className = fresh.className
    part.innerHTML = fresh.innerHTML
  }

  /**
   * Whether a person is in the middle of something in it.
   * @param {Element} part
   */
  function isInUse(part) {
    const selection = getSelection()
    return (
      isPressed ||
      part.contains(document.activeElement) ||
      part.querySelector('details[open]') !== null ||
      (selection !== null && !selection.isCollapsed && selection.containsNode(part, true))
    )
  }

  /** @param {ParentNode} root */
  function parts(root) {
    return Array.from(root.querySelectorAll('[data-live]'))
  }

  /** @param {Element} part */
  function signature(part) {
    return part.className + part.innerHTML.replace(AGES, '')
  }
})()
