// Follows what a page shows, and loads it again as soon as that has changed: an unpaid order becomes its receipt.
'use strict'
;(function () {
  const waiting = document.querySelector('[data-follow]')
  if (!(waiting instanceof HTMLElement)) return
  const path = waiting.dataset.follow || ''
  const seen = waiting.dataset.state
  let pauseMs = 2000

  function look() {
    fetch(path, { credentials: 'same-origin' })
      .then((response) => (response.ok ? response.json() : undefined))
      .then((answer) => {
        if (answer && answer.state !== seen) location.reload()
        else lookLater()
      }, lookLater)
  }

  function lookLater() {
    pauseMs = Math.min(pauseMs * 1.2, 15000)
    setTimeout(look, pauseMs)
  }

  lookLater()
})()
