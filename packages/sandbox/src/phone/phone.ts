import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { PAGE_SCRIPTS, type PageScript, pageScript } from './page-scripts.ts'
import {
  PHONE_HOST,
  type PhoneAddress,
  hostInPhone,
  isLoopback,
  isShownInPhone,
  readPhoneHost,
} from './phone-address.ts'
import { PROFILES, findProfile, isLanguage } from './profiles.ts'
import { visitSite } from './proxy.ts'
import { comingBackTwice } from './request-first-address.ts'

export type PhoneOptions = {
  /** The sandbox itself; a request for a payer's browser carries `x-sandbox-payer`. */
  readonly sandbox: (request: Request) => Promise<Response>
  /** How sites on this machine are reached. */
  readonly fetch: typeof fetch
}

/**
 * The simulated WeChat for people: the phone at `http://wechat.localhost:{port}/` and every site of this
 * machine inside it. Answers undefined for a request that is not for the phone.
 */
export function createPhone({
  sandbox,
  fetch,
}: PhoneOptions): (request: Request) => Promise<Response | undefined> {
  const ways = comingBackTwice({ sandbox, network: (site) => fetch(site) })
  return async (request) => {
    const url = new URL(request.url)
    if (url.hostname === PHONE_HOST) return phonePage(request, url)
    if (url.hostname.endsWith(`.${PHONE_HOST}`)) {
      const page = readPhoneHost(url.hostname)
      return page === undefined ? noSuchAddress() : sitePage(request, url, page)
    }
    const isFrontDoor = url.pathname === '/' && isLoopback(url) && request.method === 'GET'
    return isFrontDoor ? redirect(`${phoneOf(url).href}${url.search}`) : undefined
  }

  async function sitePage(request: Request, url: URL, page: PhoneAddress): Promise<Response> {
    const profile = findProfile(page.profile)
    if (profile === undefined) return noSuchAddress()
    const phone = phoneOf(url)
    const script = /^\/__wechat__\/([a-z]+)\.js$/.exec(url.pathname)?.[1]
    if (!isPageScript(script)) {
      return visitSite({ request, page, profile, phone }, ways.sandbox, ways.network)
    }
    const source = await pageScript(script, { profile, language: page.language }, { page, phone })
    return new Response(source, { headers: headersFor('.js') })
  }
}

async function phonePage(request: Request, url: URL): Promise<Response | undefined> {
  if (request.method !== 'GET') return undefined
  if (url.pathname === '/') return asset('phone.html', policyOf(url))
  const name = /^\/__phone__\/([a-z-]+(\.[a-z]+)?)$/.exec(url.pathname)?.[1]
  if (name === undefined) return undefined
  if (name === 'browsers') return Response.json({ object: 'list', data: browsers() })
  if (name === 'address') return addressOf(url)
  return asset(name)
}

function browsers(): unknown[] {
  return PROFILES.map(({ name, canPay, viewport }) => ({ name, canPay, viewport }))
}

// The phone's page asks where a true URL is shown, so that only the server writes host names.
function addressOf(url: URL): Response {
  const asked = (name: string): string => url.searchParams.get(name) ?? ''
  const [text, payer, language] = [asked('url'), asked('payer'), asked('language')]
  const profile = findProfile(asked('profile'))
  if (!URL.canParse(text) || profile === undefined || !isLanguage(language) || payer === '') {
    return refusal('invalid_request', 'That is not an address.', 'Write one with http:// in front.')
  }
  const target = new URL(text)
  if (!isShownInPhone(target)) {
    return refusal(
      'not_on_this_machine',
      `The phone does not show ${target.host}.`,
      'It shows sites on this machine (localhost, 127.0.0.1, *.localhost) and the pages of WeChat and QFPay that the sandbox plays.',
    )
  }
  const page = { origin: target.origin, payer, profile: profile.name, language }
  const port = url.port === '' ? '' : `:${url.port}`
  const path = target.pathname + target.search + target.hash
  return Response.json({ src: `http://${hostInPhone(page)}${port}${path}` })
}

async function asset(name: string, policy?: string): Promise<Response | undefined> {
  const type = extname(name)
  if (!Object.hasOwn(CONTENT_TYPES, type)) return undefined
  const file = new URL(`./browser/${name}`, import.meta.url)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const headers = headersFor(type)
  if (policy !== undefined) headers.set('content-security-policy', policy)
  return new Response(text, { headers })
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

function headersFor(type: string): Headers {
  return new Headers({
    'content-type': CONTENT_TYPES[type] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
}

function policyOf(url: URL): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src http://*.${url.host}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function phoneOf(url: URL): URL {
  return new URL(`http://${PHONE_HOST}${url.port === '' ? '' : `:${url.port}`}/`)
}

function isPageScript(name: string | undefined): name is PageScript {
  return PAGE_SCRIPTS.some((script) => script === name)
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location } })
}

function noSuchAddress(): Response {
  return refusal(
    'unknown_phone_address',
    'No site is shown at this address.',
    'Open the phone at its front page and type the address of your site there.',
    404,
  )
}

function refusal(code: string, message: string, hint: string, status = 400): Response {
  return Response.json({ error: { code, message, hint } }, { status })
}
