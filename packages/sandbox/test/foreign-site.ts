import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DEMO } from '../src/demo.ts'

/**
 * A merchant's site that knows nothing of the sandbox: QFPay's and WeChat's hosts stand in its
 * pages, its policy is strict, it forbids frames, and it calls the gateway as the public samples do.
 */
export type ForeignSite = {
  readonly url: string
  /** Where its server finds the gateway. */
  gateway: string
  /** Breaks the signature of the next payment request. */
  signsBadly: boolean
  /** Requests that are answered together. */
  readonly waiting: { readonly request: IncomingMessage; readonly response: ServerResponse }[]
  close(): Promise<void>
}

/** A page script for a payer who is quicker than any bridge that comes late. */
export const PRESSES_AT_ONCE =
  "addEventListener('DOMContentLoaded', function () { document.getElementById('pay')?.click() })"

/** What the page at `/twice` ends with when both requests came at once from the same browser. */
export const CAME_TWICE =
  /^\/met\?code=\w+&state=s1 phone=mine\n\/met\?code=\w+&state=s1&uin=\w+&key=\w+&pass_ticket=\w+ phone=mine$/

const { appCode, clientKey } = DEMO.merchant
const account = DEMO.merchantAccount

export async function openForeignSite(): Promise<ForeignSite> {
  const server = createServer((request, response) => {
    serve(site, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  server.on('upgrade', ({ headers }, socket) => {
    const key = `${headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const site: ForeignSite = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    gateway: '',
    signsBadly: false,
    waiting: [],
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return site
}

async function serve(
  site: ForeignSite,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', site.url)
  const text = SCRIPTS[url.pathname]
  if (text !== undefined) script(response, text)
  else if (url.pathname === '/') shop(site, request, response)
  else if (url.pathname === '/buy') buy(site, response)
  else if (url.pathname === '/back') await order(site, url, response)
  else if (url.pathname === '/done') await done(site, url, response)
  else if (url.pathname === '/own-account') authorize(site, response)
  else if (url.pathname === '/own') await ownAccount(site, url, response)
  else if (url.pathname === '/twice') {
    response.setHeader('set-cookie', 'phone=mine; HttpOnly; SameSite=Lax; Path=/')
    authorize(site, response, '/met')
  } else if (url.pathname === '/met') meet(site, request, response)
  else if (url.pathname === '/jssdk-config') await signConfig(site, request, response)
  else if (url.pathname === '/weixin.js') script(response, await sdk())
  else if (url.pathname === '/sdk') {
    const body = '<button id="pay" disabled>Pay</button><pre id="log"></pre>'
    page(response, { title: 'The JS-SDK', body, scripts: ['/weixin.js', '/sdk-page.js'] })
  } else if (url.pathname === '/news') {
    page(response, { title: 'News', body: '<pre id="log"></pre>', scripts: ['/news-page.js'] })
  } else if (url.pathname === '/news-stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: fresh tea\n\n')
  } else response.writeHead(404).end()
}

function shop(site: ForeignSite, request: IncomingMessage, response: ServerResponse): void {
  const visits = Number(/visits=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1
  response.setHeader('set-cookie', `visits=${visits}; HttpOnly; SameSite=Strict; Path=/`)
  page(response, {
    title: 'A foreign shop',
    body: `<p id="visits">${visits}</p><p id="agent">${escape(request.headers['user-agent'])}</p>
      <p id="language">${escape(request.headers['accept-language'])}</p>
      <form method="post" action="${site.url}/buy"><button>Buy</button></form>
      <button id="buy-by-script">Buy by script</button>
      <button id="away-by-script">Elsewhere by script</button>
      <a id="away" href="https://example.com/">Elsewhere</a>
      <a id="news" href="${site.url}/news" target="_blank">News</a>`,
    scripts: ['/shop-page.js'],
  })
}

/** Method 2: through QFPay's Official Account, by its public hosts. */
function buy(site: ForeignSite, response: ServerResponse): void {
  const signed = { app_code: appCode, redirect_uri: `${site.url}/back?shop=1&x=2` }
  const to = new URL('https://openapi-hk.qfapi.com/tool/v1/get_weixin_oauth_code')
  to.search = new URLSearchParams({ ...signed, sign: sign(signed) }).toString()
  response.writeHead(303, { location: to.href }).end()
}

async function order(site: ForeignSite, url: URL, response: ServerResponse): Promise<void> {
  const code = url.searchParams.get('code') ?? ''
  const openid = await gateway(site, 'GET', '/tool/v1/get_weixin_openid', { code })
  const made = await createPayment(site, String(openid['openid']))
  if (made['respcd'] !== '0000') {
    page(response, { title: 'Sorry', body: `<p id="state">${escape(JSON.stringify(made))}</p>` })
    return
  }
  const direct = new URL('https://o2-hk.qfapi.com/q/direct')
  direct.search = new URLSearchParams({
    mchntnm: 'A foreign shop',
    txamt: '1099',
    currency: 'HKD',
    goods_name: 'Tea',
    redirect_url: `${site.url}/done?order=${String(made['out_trade_no'])}`,
    ...(made['pay_params'] as Record<string, string>),
  }).toString()
  response.writeHead(302, { location: direct.href }).end()
}

async function done(site: ForeignSite, url: URL, response: ServerResponse): Promise<void> {
  const number = url.searchParams.get('order') ?? ''
  const enquiry = await gateway(site, 'POST', '/trade/v1/query', { out_trade_no: number })
  const [row] = (enquiry['data'] ?? []) as { respcd: string }[]
  const state = row?.respcd === '0000' ? 'paid' : 'not paid'
  page(response, { title: 'Your order', body: `<p id="state">${state}</p>` })
}

/** Answers two requests together, with both; each of them alone waits for ever. */
function meet(site: ForeignSite, request: IncomingMessage, response: ServerResponse): void {
  site.waiting.push({ request, response })
  if (site.waiting.length < 2) return
  const both = site.waiting.splice(0)
  const told = both
    .map((one) => `${one.request.url ?? ''} ${one.request.headers.cookie ?? ''}`)
    .toSorted((a, b) => a.length - b.length)
  for (const one of both) {
    page(one.response, { title: 'Met', body: `<pre id="log">${escape(told.join('\n'))}</pre>` })
  }
}

/** Method 1: through the merchant's own Official Account. */
function authorize(site: ForeignSite, response: ServerResponse, path = '/own'): void {
  const back = encodeURIComponent(site.url + path)
  response
    .writeHead(302, {
      location: `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${account.appid}&redirect_uri=${back}&response_type=code&scope=snsapi_base&state=s1#wechat_redirect`,
    })
    .end()
}

async function ownAccount(site: ForeignSite, url: URL, response: ServerResponse): Promise<void> {
  const code = url.searchParams.get('code') ?? ''
  const token = await fetchJson(
    `${site.gateway}/sns/oauth2/access_token?appid=${account.appid}&secret=${account.secret}&code=${code}&grant_type=authorization_code`,
  )
  const made = await createPayment(site, String(token['openid']))
  const params = JSON.stringify(made['pay_params'] ?? made)
  page(response, {
    title: 'Pay',
    body: `<button id="pay">Pay</button><button id="number">Pay with a number</button>
      <pre id="log"></pre><div id="params" hidden>${escape(params)}</div>
      <a id="sdk" href="/sdk#${encodeURIComponent(params)}">With the JS-SDK</a>`,
    scripts: ['/bridge-page.js'],
  })
}

async function signConfig(
  site: ForeignSite,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = Buffer.concat(await request.toArray()).toString()
  const { url } = JSON.parse(asked) as { url: string }
  const token = await fetchJson(
    `${site.gateway}/cgi-bin/token?grant_type=client_credential&appid=${account.appid}&secret=${account.secret}`,
  )
  const ticket = await fetchJson(
    `${site.gateway}/cgi-bin/ticket/getticket?type=jsapi&access_token=${String(token['access_token'])}`,
  )
  const config = { appId: account.appid, timestamp: 1763807401, nonceStr: 'abcdefgh' }
  const text = `jsapi_ticket=${String(ticket['ticket'])}&noncestr=${config.nonceStr}&timestamp=${config.timestamp}&url=${url}`
  const signature = createHash('sha1').update(text).digest('hex')
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ ...config, signature }))
}

// As a bundler would pass it to the page; the text of the package itself is unchanged.
async function sdk(): Promise<string> {
  const source = await readFile(new URL(import.meta.resolve('weixin-js-sdk')), 'utf8')
  return `var module = {};${source};window.wx = module.exports`
}

const SCRIPTS: Readonly<Record<string, string>> = {
  '/bridge-page.js': `
    var params = JSON.parse(document.getElementById('params').textContent)
    function log(x) { document.getElementById('log').textContent += JSON.stringify(x) + '\\n' }
    function pay(p) { WeixinJSBridge.invoke('getBrandWCPayRequest', p, log) }
    document.getElementById('pay').onclick = function () {
      if (window.WeixinJSBridge) pay(params)
      else document.addEventListener('WeixinJSBridgeReady', function () { log('late'); pay(params) })
    }
    document.getElementById('number').onclick = function () {
      pay(Object.assign({}, params, { timeStamp: Number(params.timeStamp) }))
    }`,
  '/sdk-page.js': `
    function log(x) { document.getElementById('log').textContent += x + '\\n' }
    fetch('/jssdk-config', { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: location.href.split('#')[0] }) })
      .then(function (r) { return r.json() })
      .then(function (config) {
        wx.error(function (e) { log('error ' + e.errMsg) })
        wx.ready(function () {
          wx.checkJsApi({ jsApiList: ['chooseWXPay', 'teleport'], success: function (r) {
            log('check ' + r.checkResult.chooseWXPay + ' ' + r.checkResult.teleport)
          } })
          wx.getNetworkType({ success: function (r) { log('network ' + r.networkType) } })
          var shared = { title: 'Tea', desc: 'Tea', link: location.href, imgUrl: location.origin + '/tea.png' }
          ;['updateAppMessageShareData', 'updateTimelineShareData'].forEach(function (name) {
            wx[name](Object.assign({}, shared, {
              success: function (r) { log('shared ' + r.errMsg) },
              fail: function (r) { log('not shared ' + r.errMsg) } }))
          })
          var told = location.hash.slice(1)
          if (!told) return log('ready')
          var p = JSON.parse(decodeURIComponent(told))
          document.getElementById('pay').disabled = false
          document.getElementById('pay').onclick = function () {
            wx.chooseWXPay({ timestamp: p.timeStamp, nonceStr: p.nonceStr, package: p.package,
              signType: p.signType, paySign: p.paySign,
              success: function (r) { log('success ' + r.errMsg) },
              cancel: function (r) { log('cancel ' + r.errMsg) },
              fail: function (r) { log('fail ' + r.errMsg) },
              complete: function () { log('complete') } })
          }
          log('ready')
        })
        wx.config({ appId: config.appId, timestamp: config.timestamp, nonceStr: config.nonceStr,
          signature: location.search === '?bad' ? 'bad' : config.signature,
          jsApiList: ['chooseWXPay', 'updateAppMessageShareData'] })
      })`,
  '/news-page.js': `
    new EventSource('/news-stream').onmessage = function (e) {
      document.getElementById('log').textContent = e.data
    }`,
  '/shop-page.js': `
    document.getElementById('buy-by-script').onclick = function () {
      location.href = location.origin + '/own-account'
    }
    document.getElementById('away-by-script').onclick = function () {
      location.href = 'https://example.com/by-script'
    }`,
}

function page(
  response: ServerResponse,
  {
    title,
    body: markup,
    scripts = [],
  }: { readonly title: string; readonly body: string; readonly scripts?: readonly string[] },
): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://openapi-hk.qfapi.com https://open.weixin.qq.com https://o2-hk.qfapi.com; upgrade-insecure-requests",
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
  })
  response.end(
    `<!doctype html><html><head><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head><body><h1>${title}</h1>${markup}${scripts.map((src) => `<script src="${src}"></script>`).join('')}</body></html>`,
  )
}

function script(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(text)
}

async function createPayment(site: ForeignSite, openid: string): Promise<Record<string, unknown>> {
  return gateway(site, 'POST', '/trade/v1/payment', {
    txamt: '1099',
    txcurrcd: 'HKD',
    pay_type: '800207',
    out_trade_no: `F${randomUUID().replaceAll('-', '')}`,
    txdtm: '2026-11-22 18:30:00',
    goods_name: 'Tea',
    sub_openid: openid,
  })
}

async function gateway(
  site: ForeignSite,
  method: string,
  path: string,
  parameters: Record<string, string>,
): Promise<Record<string, unknown>> {
  const form = new URLSearchParams(parameters).toString()
  const isPayment = path === '/trade/v1/payment'
  const signature = isPayment && site.signsBadly ? 'F'.repeat(32) : sign(parameters)
  const headers = {
    'x-qf-appcode': appCode,
    'x-qf-sign': signature,
    'content-type': 'application/x-www-form-urlencoded',
  }
  return method === 'GET'
    ? fetchJson(`${site.gateway}${path}?${form}`, { headers })
    : fetchJson(site.gateway + path, { method, headers, body: form })
}

function sign(parameters: Record<string, string>): string {
  const text = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name] ?? ''}`)
    .join('&')
  return createHash('md5')
    .update(text + clientKey)
    .digest('hex')
    .toUpperCase()
}

async function fetchJson(url: string, init?: RequestInit): Promise<Record<string, unknown>> {
  return (await (await fetch(url, init)).json()) as Record<string, unknown>
}

function escape(text = ''): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
