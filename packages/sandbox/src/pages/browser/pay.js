// Runs in any WebView that the payer's WeChat has, so it is ES5.
;(function () {
  var pay = /** @type {HTMLElement} */ (document.getElementById('pay'))
  var status = /** @type {HTMLElement} */ (document.getElementById('status'))
  var again = /** @type {HTMLButtonElement} */ (document.getElementById('again'))

  /** @param {string} name */
  function read(name) {
    return pay.getAttribute('data-' + name) || ''
  }

  /** @param {string} message @param {string} whatNext */
  function end(message, whatNext) {
    status.textContent = message
    if (whatNext === 'return' && read('return') !== '') {
      location.replace(read('return'))
      return
    }
    again.hidden = whatNext !== 'stay'
  }

  /** @param {{ err_msg: string }} result */
  function decided(result) {
    var message = String(result.err_msg)
    if (message === 'get_brand_wcpay_request:ok') end('Done.', 'return')
    else if (message === 'get_brand_wcpay_request:cancel') end('Canceled.', read('cancel'))
    else end('The payment failed.', read('fail'))
  }

  function open() {
    again.hidden = true
    status.textContent = 'Opening WeChat Pay…'
    var wechat = /** @type {any} */ (window).WeixinJSBridge
    wechat.invoke('getBrandWCPayRequest', JSON.parse(read('params')), decided)
  }

  again.onclick = open
  if ('WeixinJSBridge' in window) open()
  else document.addEventListener('WeixinJSBridgeReady', open, false)
})()
