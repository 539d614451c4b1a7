import { readFileSync } from 'node:fs'
import { serveHttp, type HttpServer } from '@tael/checkout'

/** Where a page is opened: outside WeChat, or in a WeChat whose bridge is there, comes late, or not at all. */
export type Setting = 'outside' | 'ready' | 'late' | 'absent'

type Site = (request: Request) => Promise<Response>

const IN_PAGE = readFileSync(new URL('browser/in-page.js', import.meta.url), 'utf8')
const PATH = '/in-page.js'
const WECHAT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/en'

/** Headers that belong to one connection, or would compress the body. */
const NOT_PASSED_ON = ['host', 'connection', 'keep-alive', 'transfer-encoding', 'accept-encoding']

/**
 * A site as a payer's WeChat shows it: its user agent on the wire, and one script in front of the
 * page's own. The script comes from the site itself, so the page's policy stays as it is.
 */
export function watched(site: Site, setting: () => Setting): Site {
  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === PATH) {
      return new Response(IN_PAGE.replace('__SETTING__', setting()), {
        headers: { 'content-type': 'text/javascript', 'cache-control': 'no-store' },
      })
    }
    const headers = new Headers(request.headers)
    if (setting() !== 'outside') headers.set('user-agent', WECHAT)
    const { method, signal } = request
    const body = method === 'GET' ? null : await request.arrayBuffer()
    const response = await site(new Request(request.url, { method, headers, body, signal }))
    if (!/^text\/html\b/.test(response.headers.get('content-type') ?? '')) return response
    const text = await response.text()
    const { status } = response
    const passed = new Headers(response.headers)
    passed.delete('content-length')
    return new Response(text.replace('<head>', `<head><script src="${PATH}"></script>`), {
      status,
      headers: passed,
    })
  }
}

/** Passes everything on to a server, as what stands in front of it does. */
export function siteAt(origin: string): Site {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const headers = new Headers(request.headers)
    NOT_PASSED_ON.forEach((name) => headers.delete(name))
    const { method, signal } = request
    const body = method === 'GET' ? null : await request.arrayBuffer()
    const url = origin + pathname + search
    return fetch(url, { method, headers, body, signal, redirect: 'manual' })
  }
}

export function serveSite(site: Site): Promise<HttpServer> {
  return serveHttp({ fetch: site }, { port: 0 })
}
