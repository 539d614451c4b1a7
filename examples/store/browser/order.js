// Follows an order that waits for WeChat, and shows its receipt as soon as there is one.
'use strict'
;(function () {
  const waiting = document.querySelector('[data-follow]')
  if (!(waiting instanceof HTMLElement)) return
  const path = waiting.dataset.follow || ''
  let pauseMs = 2000

  function look() {
    fetch(path, { credentials: 'same-origin' })
      .then((response) => (response.ok ? response.json() : undefined))
      .then((answer) => {
        if (answer && answer.state !== 'confirming') location.reload()
        else lookLater()
      }, lookLater)
  }

  function lookLater() {
    pauseMs = Math.min(pauseMs * 1.2, 15000)
    setTimeout(look, pauseMs)
  }

  lookLater()
})()
