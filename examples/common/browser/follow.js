// Follows what a page shows, and loads it again as soon as that has changed: an unpaid order becomes its receipt.
'use strict'
;(function () {
  const LEAVES_WITHIN_MS = 30000
  const waiting = document.querySelector('[data-follow]')
  if (!(waiting instanceof HTMLElement)) return
  const path = waiting.dataset.follow || ''
  const seen = waiting.dataset.state
  let pauseMs = 2000
  let leftAt = -Infinity

  // A form or a link that the payer presses may change the state: to load this page again would cancel it.
  document.addEventListener('submit', leave)
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a[href]')) leave()
  })
  addEventListener('pageshow', () => (leftAt = -Infinity))
  lookLater()

  function leave() {
    leftAt = Date.now()
  }

  const isLeaving = () => Date.now() - leftAt < LEAVES_WITHIN_MS

  function look() {
    if (isLeaving()) return lookLater()
    fetch(path, { credentials: 'same-origin' })
      .then((response) => (response.ok ? response.json() : undefined))
      .then((answer) => {
        if (answer && answer.state !== seen && !isLeaving()) location.reload()
        else lookLater()
      }, lookLater)
  }

  function lookLater() {
    pauseMs = Math.min(pauseMs * 1.2, 15000)
    setTimeout(look, pauseMs)
  }
})()
