// WeixinJSBridge as a page finds it in WeChat. The wallet behind it is the phone around the page,
// or the test that drives it. Old WebViews run this too: nothing newer than ES2017.
;(function (settings) {
  'use strict'
  if (settings.bridge === 'absent') return

  var landingUrl = trueUrl()
  /** Interfaces that wx.config was allowed; undefined until it has been judged. */
  /** @type {string[] | undefined} */
  var allowed
  /** @type {Record<string, BridgeCallback[]>} */
  var listeners = {}

  /** @type {Record<string, (params: Record<string, any>, answer: BridgeCallback) => void>} */
  var interfaces = {
    getBrandWCPayRequest: pay,
    preVerifyJSAPI: verify,
    checkJsApi: check,
    getNetworkType: function (_params, answer) {
      answer({ err_msg: 'network_type:wifi' })
    },
    closeWindow: function (_params, answer) {
      ask('close', {})
      answer({ err_msg: 'close_window:ok' })
    },
  }
  var menus = ['hideOptionMenu', 'showOptionMenu', 'hideToolbar', 'showToolbar']
  menus
    .concat(['hideMenuItems', 'showMenuItems', 'hideAllNonBaseMenuItem', 'showAllNonBaseMenuItem'])
    .forEach(function (name) {
      interfaces[name] = function (_params, answer) {
        ask('menu', { name: name })
        answer({ err_msg: name + ':ok' })
      }
    })

  var shares = ['updateAppMessageShareData', 'updateTimelineShareData']
  shares.forEach(function (name) {
    interfaces[name] = function (_params, answer) {
      var permitted = allowed !== undefined && allowed.indexOf(name) !== -1
      answer({ err_msg: name + (permitted ? ':ok' : ':fail, permission denied') })
    }
  })

  /** @type {WeixinJSBridge} */
  var bridge = {
    invoke: function (name, params, callback) {
      var copy = JSON.parse(JSON.stringify(params || {}))
      var run = interfaces[name]
      // WeChat answers after the caller has returned, even when it knows the answer.
      setTimeout(function () {
        if (run) run(copy, callback || ignore)
        else (callback || ignore)({ err_msg: 'system:function_not_exist' })
      }, 0)
    },
    call: function (name, params, callback) {
      bridge.invoke(name, params, callback)
    },
    on: function (event, callback) {
      listeners[event] = (listeners[event] || []).concat(callback)
    },
    log: function (text) {
      console.log(text)
    },
  }

  appear()

  /**
   * @param {Record<string, any>} params
   * @param {BridgeCallback} answer
   */
  function pay(params, answer) {
    var throughSdk = params.verifySignature !== undefined
    if (throughSdk && (!allowed || allowed.indexOf('getBrandWCPayRequest') === -1)) {
      answer({ err_msg: 'get_brand_wcpay_request:fail_no permission to execute' })
      return
    }
    Object.keys(params).forEach(function (name) {
      if (name.indexOf('verify') === 0) delete params[name]
    })
    ask('pay', { payParams: params, pageUrl: judgedUrl() }).then(function (result) {
      if (result.silent) return
      /** @type {BridgeAnswer} */
      var said = { err_msg: result.errMsg }
      if (result.errDesc) said.err_desc = result.errDesc
      answer(said)
    })
  }

  /**
   * @param {Record<string, any>} params
   * @param {BridgeCallback} answer
   */
  function verify(params, answer) {
    var wanted = params.verifyJsApiList || []
    ask('config', {
      appId: params.verifyAppId || '',
      timestamp: params.verifyTimestamp || '',
      nonceStr: params.verifyNonceStr || '',
      signature: params.verifySignature || '',
      pageUrl: judgedUrl(),
      jsApiList: wanted,
    }).then(function (result) {
      allowed = result.ok ? wanted : []
      answer({ err_msg: result.errMsg })
    })
  }

  /**
   * @param {Record<string, any>} params
   * @param {BridgeCallback} answer
   */
  function check(params, answer) {
    /** @type {Record<string, boolean>} */
    var found = {}
    ;(params.jsApiList || []).forEach(function (/** @type {string} */ name) {
      found[name] = interfaces[name] !== undefined
    })
    answer({
      err_msg: 'checkJsApi:ok',
      checkResult: settings.answersInJsonText ? JSON.stringify(found) : found,
    })
  }

  /**
   * Asks the test that drives this page, or the phone around it, over a separate channel: no message event
   * ever reaches the page that it could mistake for one of its own.
   * @param {string} kind
   * @param {Record<string, unknown>} question
   * @returns {Promise<BridgeAnswer>}
   */
  function ask(kind, question) {
    if (window.__sandboxWallet) return window.__sandboxWallet(kind, question)
    return new Promise(function (resolve) {
      var channel = new MessageChannel()
      channel.port1.onmessage = function (event) {
        resolve(event.data)
      }
      var top = /** @type {Window} */ (window.top)
      top.postMessage({ wechat: kind, question: question }, settings.phoneOrigin, [channel.port2])
    })
  }

  function appear() {
    if (settings.bridge === 'late') {
      window.addEventListener('load', function () {
        setTimeout(install, 700)
      })
    } else {
      install()
    }
  }

  function install() {
    window.WeixinJSBridge = bridge
    window.__wxjs_environment = settings.isMiniProgram ? 'miniprogram' : 'browser'
    if (/iPhone/.test(settings.userAgent)) window.__wxjs_is_wkwebview = true
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', announce)
    } else {
      announce()
    }
  }

  function announce() {
    var event = document.createEvent('Event')
    event.initEvent('WeixinJSBridgeReady', false, false)
    document.dispatchEvent(event)
  }

  function judgedUrl() {
    return settings.judgesLandingUrl ? landingUrl : trueUrl()
  }

  function trueUrl() {
    if (!settings.trueOrigin) return location.href
    return settings.trueOrigin + location.href.slice(location.origin.length)
  }

  function ignore() {}
})(__WECHAT__)
