// Makes the browser look like the chosen WeChat: its names, and the features that it lacks.
;(function (settings) {
  'use strict'

  /** @type {Record<string, unknown>} */
  var says = {
    userAgent: settings.userAgent,
    appVersion: settings.userAgent.replace('Mozilla/', ''),
    platform: settings.platform,
    language: settings.languages[0],
    languages: settings.languages,
    userAgentData: undefined,
  }
  Object.keys(says).forEach(function (name) {
    Object.defineProperty(Navigator.prototype, name, {
      configurable: true,
      enumerable: true,
      get: function () {
        return says[name]
      },
    })
  })

  settings.lacks.forEach(function (path) {
    var names = path.split('.')
    var last = /** @type {string} */ (names.pop())
    /** @type {any} */
    var owner = window
    names.forEach(function (name) {
      owner = owner[name]
    })
    delete owner[last]
  })
})(__WECHAT__)
