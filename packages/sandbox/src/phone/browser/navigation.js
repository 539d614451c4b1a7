// Keeps a page inside the phone: what it links to, fetches or opens on this machine, at WeChat or
// at QFPay is reached under its name in the phone. Tells the phone where the page is.
;(function (settings) {
  'use strict'

  var port = location.port === '' ? '' : ':' + location.port
  /** @type {MessagePort | undefined} */
  var line
  var heldTitle = ''

  keepNavigations()
  keepRequests()
  keepWindows()
  report()

  /**
   * The address under which the phone shows that URL; undefined when it shows no such site.
   * @param {string} text
   * @returns {string | undefined}
   */
  function inside(text) {
    var url
    try {
      url = new URL(text, document.baseURI)
    } catch (_error) {
      return undefined
    }
    if (url.host === location.host) return url.href
    if (/\.wechat\.localhost$/.test(url.hostname)) return url.href
    var atWechat = /^(open|api)\.weixin\.qq\.com$|^[a-z0-9-]+\.(qfapi|qfpay)\.com$/
    var onMachine = /^(localhost|[a-z0-9.-]+\.localhost|127(\.\d+){3}|\[::1\])$/
    var name =
      url.hostname === '[::1]' ? 'v6' : url.hostname.replace(/-/g, '--').replace(/\./g, '-')
    if (url.protocol === 'https:' && atWechat.test(url.hostname)) {
      return address(name, url)
    }
    if (/^https?:$/.test(url.protocol) && onMachine.test(url.hostname)) {
      var secure = url.protocol === 'https:'
      var number = url.port || (secure ? '443' : '80')
      return address(name + '-' + number + (secure ? '-https' : ''), url)
    }
    return undefined
  }

  /**
   * @param {string} label
   * @param {URL} url
   */
  function address(label, url) {
    return 'http://' + label + settings.hostSuffix + port + url.pathname + url.search + url.hash
  }

  /**
   * The true address of one inside the phone, for what the phone cannot carry (a WebSocket).
   * @param {string} text
   */
  function outside(text) {
    var url = new URL(text, document.baseURI)
    if (url.host !== location.host) return url.href
    var scheme = /^wss?:$/.test(url.protocol) ? 'ws' : 'http'
    return settings.trueOrigin.replace(/^http/, scheme) + url.pathname + url.search + url.hash
  }

  /**
   * @param {string} text
   * @param {boolean} [inPlace] without a step in the history of its own
   */
  function go(text, inPlace) {
    var to = inside(text)
    if (to !== undefined && inPlace) location.replace(to)
    else if (to !== undefined) location.href = to
    else if (/^https?:/i.test(new URL(text, document.baseURI).protocol))
      tell('outside', { url: text })
  }

  function keepNavigations() {
    window.addEventListener('click', function (event) {
      var link = linkOf(event)
      if (!link || event.defaultPrevented || event.button !== 0 || link.hasAttribute('download'))
        return
      if (!/^https?:$/.test(link.protocol)) return
      var staysHere = link.host === location.host && !/^_(blank|top|parent)$/.test(link.target)
      if (staysHere) return
      event.preventDefault()
      go(link.href)
    })
    window.addEventListener('submit', function (event) {
      if (!event.defaultPrevented) {
        redirectForm(
          /** @type {HTMLFormElement} */ (event.target),
          /** @type {any} */ (event).submitter,
        )
      }
    })
    var submit = HTMLFormElement.prototype.submit
    HTMLFormElement.prototype.submit = function () {
      redirectForm(this, undefined)
      submit.call(this)
    }
    // Catches what no other listener sees: location.href = …, where the browser can tell us.
    var navigation = /** @type {any} */ (window).navigation
    if (!navigation) return
    navigation.addEventListener('navigate', function (/** @type {any} */ event) {
      var url = new URL(event.destination.url)
      if (!event.cancelable || url.host === location.host || !/^https?:$/.test(url.protocol)) return
      if (inside(url.href) === url.href) return
      event.preventDefault()
      go(url.href, event.navigationType === 'replace')
    })
  }

  /**
   * @param {MouseEvent} event
   * @returns {HTMLAnchorElement | undefined}
   */
  function linkOf(event) {
    var path = event.composedPath ? event.composedPath() : []
    for (var i = 0; i < path.length; i++) {
      var element = path[i]
      if (element instanceof HTMLAnchorElement && element.href) return element
    }
    return undefined
  }

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement | null | undefined} submitter
   */
  function redirectForm(form, submitter) {
    var own = submitter && submitter.hasAttribute('formaction') ? submitter : undefined
    var holder = own || form
    var name = own ? 'formaction' : 'action'
    var was = holder.getAttribute(name)
    var to = inside(was || location.href)
    if (was !== null && to !== undefined) holder.setAttribute(name, to)
    var target = form.getAttribute('target')
    if (target !== null && /^_(blank|top|parent)$/.test(target)) form.removeAttribute('target')
    setTimeout(function () {
      if (was !== null) holder.setAttribute(name, was)
      if (target !== null) form.setAttribute('target', target)
    }, 0)
  }

  function keepRequests() {
    var fetchTruly = window.fetch
    if (fetchTruly) {
      window.fetch = function (input, init) {
        if (typeof input !== 'string' && !(input instanceof URL))
          return fetchTruly.call(this, input, init)
        return fetchTruly.call(this, inside(String(input)) || input, init)
      }
    }
    var open = XMLHttpRequest.prototype.open
    XMLHttpRequest.prototype.open = /** @type {typeof open} */ (
      function (/** @type {string} */ _method, /** @type {string | URL} */ url) {
        var args = Array.prototype.slice.call(arguments)
        args[1] = inside(String(url)) || url
        // @ts-ignore: the arguments are those of the caller.
        return open.apply(this, args)
      }
    )
    if (navigator.sendBeacon) {
      var beacon = navigator.sendBeacon
      navigator.sendBeacon = function (url, data) {
        return beacon.call(this, inside(String(url)) || url, data)
      }
    }
    wrap('EventSource', inside)
    wrap('WebSocket', outside)
    // The JS-SDK reports to WeChat through an image; nothing of the simulation leaves this machine.
    var source = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
    if (source && source.set) {
      var setSource = source.set
      Object.defineProperty(
        HTMLImageElement.prototype,
        'src',
        Object.assign({}, source, {
          set: function (/** @type {string} */ url) {
            var isReport = /^https:\/\/open\.weixin\.qq\.com\//.test(url)
            setSource.call(this, isReport ? inside(url) : url)
          },
        }),
      )
    }
  }

  /**
   * @param {'EventSource' | 'WebSocket'} name
   * @param {(url: string) => string | undefined} rewrite
   */
  function wrap(name, rewrite) {
    var scope = /** @type {any} */ (window)
    var Original = scope[name]
    if (!Original) return
    scope[name] = new Proxy(Original, {
      construct: function (target, args) {
        return Reflect.construct(
          target,
          [rewrite(String(args[0])) || args[0]].concat(args.slice(1)),
        )
      },
    })
  }

  function keepWindows() {
    window.open = function (url) {
      if (url) go(String(url))
      return window
    }
    // The browser mutes dialogs in frames of another origin; the phone shows them instead.
    window.alert = function (text) {
      tell('alert', { text: text === undefined ? '' : String(text) })
    }
  }

  function report() {
    var isPage = window.parent === window.top
    if (!isPage || window === window.top) return
    var channel = new MessageChannel()
    channel.port1.onmessage = function (event) {
      if (event.data === 'back') history.back()
      if (event.data === 'forward') history.forward()
      if (event.data === 'reload') location.reload()
    }
    line = channel.port1
    var top = /** @type {Window} */ (window.top)
    top.postMessage({ wechat: 'page', question: where('load') }, settings.phoneOrigin, [
      channel.port2,
    ])
    document.addEventListener('DOMContentLoaded', function () {
      tell('title', {})
      if (document.head && window.MutationObserver) {
        new MutationObserver(function () {
          if (document.title !== heldTitle) tell('title', {})
        }).observe(document.head, { subtree: true, childList: true, characterData: true })
      }
    })
    ;['popstate', 'hashchange'].forEach(function (name) {
      window.addEventListener(name, function () {
        tell('moved', { how: 'traverse' })
      })
    })
    follow('pushState', 'push')
    follow('replaceState', 'replace')
  }

  /**
   * @param {'pushState' | 'replaceState'} name
   * @param {string} how
   */
  function follow(name, how) {
    var original = history[name]
    history[name] = function (state, unused, url) {
      original.call(history, state, unused, url)
      tell('moved', { how: how })
    }
  }

  /** @param {string} how */
  function where(how) {
    heldTitle = document.title
    var activation =
      /** @type {any} */ (window).navigation && /** @type {any} */ (window).navigation.activation
    return {
      how: how === 'load' && activation ? activation.navigationType : how,
      url: settings.trueOrigin + location.href.slice(location.origin.length),
      title: document.title,
    }
  }

  /**
   * @param {string} kind
   * @param {Record<string, unknown>} more
   */
  function tell(kind, more) {
    if (line) line.postMessage(Object.assign(where(String(more.how)), { kind: kind }, more))
  }
})(__WECHAT__)
