import { isSandboxHost } from '../is-sandbox-host.ts'
import { nonceOf, policyInPhone } from './content-security-policy.ts'
import { injectTag } from './inject-scripts.ts'
import { type PhoneAddress, isLoopback, toPhone, toTrue } from './phone-address.ts'
import { type Profile, userAgentOf } from './profiles.ts'
import { cookieInPhone } from './set-cookie.ts'

type Fetch = (request: Request) => Promise<Response>

/** One request of a page in the phone, and where the phone itself stands. */
export type Visit = {
  readonly request: Request
  readonly page: PhoneAddress
  readonly profile: Profile
  readonly phone: URL
}

/**
 * Fetches a page's request from the true site as the chosen WeChat would, and returns the answer in a form
 * that the phone can show. Answers 502 with an explanation if the site is not there.
 */
export async function visitSite(visit: Visit, sandbox: Fetch, network: Fetch): Promise<Response> {
  const target = trueUrl(visit)
  const toSandbox =
    isSandboxHost(target.hostname) || (isLoopback(target) && target.port === visit.phone.port)
  const headers = requestHeaders(visit)
  if (toSandbox) headers.set('x-sandbox-payer', visit.page.payer)
  const { method, signal } = visit.request
  const body = await requestBody(visit.request, headers)
  const request = new Request(target, {
    method,
    headers,
    body,
    signal,
    redirect: 'manual',
    duplex: 'half',
  })
  // The sandbox's own errors are meant for its server, such as a connection to be cut.
  if (toSandbox) return answerInPhone(await sandbox(request), visit)
  try {
    return answerInPhone(await network(request), visit)
  } catch (error) {
    if (signal.aborted) throw error
    return unreachable(target, error)
  }
}

function trueUrl({ request, page }: Visit): URL {
  const url = new URL(request.url)
  return new URL(url.pathname + toTrue(url.search), page.origin)
}

// A connection's own headers, and marks of the phone that WeChat would not send.
const NOT_FORWARDED = ['host', 'connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te']
const REWRITTEN_ORIGINS = ['origin', 'referer']

function requestHeaders({ request, page, profile }: Visit): Headers {
  const headers = new Headers(request.headers)
  for (const name of [...NOT_FORWARDED, 'x-sandbox-payer', 'content-length']) headers.delete(name)
  for (const name of [...headers.keys()]) if (name.startsWith('sec-ch-ua')) headers.delete(name)
  for (const name of REWRITTEN_ORIGINS) {
    const value = headers.get(name)
    if (value !== null) headers.set(name, toTrue(value))
  }
  if (headers.get('sec-fetch-dest') === 'iframe') headers.set('sec-fetch-dest', 'document')
  headers.set('user-agent', userAgentOf(profile, page.language))
  headers.set('accept-language', ACCEPT_LANGUAGE[page.language])
  // Compressed pages would have to be unpacked here to be shown.
  headers.set('accept-encoding', 'identity')
  return headers
}

const ACCEPT_LANGUAGE = {
  en: 'en-US,en;q=0.9',
  'zh-Hans': 'zh-CN,zh;q=0.9',
  'zh-Hant': 'zh-HK,zh-Hant;q=0.9,zh;q=0.8',
} as const
const MAX_REWRITTEN = 1_000_000

// A page tells its server its address (wx.config signs it), so texts get the true address.
async function requestBody(
  request: Request,
  headers: Headers,
): Promise<ReadableStream | Buffer | null> {
  if (request.body === null) return null
  const type = headers.get('content-type') ?? ''
  const length = Number(request.headers.get('content-length') ?? 0)
  if (!/json|x-www-form-urlencoded|^text\//.test(type) || length > MAX_REWRITTEN) {
    return request.body
  }
  const bytes = Buffer.from(await request.arrayBuffer())
  return Buffer.from(toTrue(bytes.toString('latin1')), 'latin1')
}

// The body arrives unpacked, and headers that protect a page from framing would blank the phone.
const NOT_SHOWN = [
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'x-frame-options',
  'strict-transport-security',
  'set-cookie',
]

function answerInPhone(answer: Response, visit: Visit): Response {
  const headers = new Headers(answer.headers)
  for (const name of NOT_SHOWN) headers.delete(name)
  const isLost = visit.profile.losesCookiesOfRedirects && answer.headers.has('location')
  for (const cookie of isLost ? [] : answer.headers.getSetCookie()) {
    headers.append('set-cookie', cookieInPhone(cookie))
  }
  rewriteAddresses(headers, visit)
  const policy = headers.get('content-security-policy') ?? ''
  headers.set('content-security-policy', policies(policy, visit))
  const init = { status: answer.status, statusText: answer.statusText, headers }
  if (answer.body === null) return new Response(null, init)
  const body = ReadableStream.from(untilLeft(answer.body, visit.request.signal))
  return isPage(answer, visit.request)
    ? new Response(body.pipeThrough(injectTag(scriptTags(nonceOf(policy)))), init)
    : new Response(body, init)
}

// Leaving a page breaks off its streams, which is not an error.
async function* untilLeft(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function rewriteAddresses(headers: Headers, visit: Visit): void {
  const base = trueUrl(visit)
  const inside = (url: string): string => {
    if (!URL.canParse(url, base.href)) return url
    return toPhone(new URL(url, base), visit.page, visit.phone.port).href
  }
  const location = headers.get('location')
  if (location !== null) headers.set('location', inside(location))
  const refresh = headers.get('refresh')
  if (refresh !== null) {
    headers.set(
      'refresh',
      refresh.replace(/^(\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?)(['"]?)(.+?)\2\s*$/i, (...match) => {
        const [, lead = '', , url = ''] = match as string[]
        return lead + inside(url)
      }),
    )
  }
  const caller = visit.request.headers.get('origin')
  if (caller !== null && headers.get('access-control-allow-origin') === toTrue(caller)) {
    headers.set('access-control-allow-origin', caller)
  }
}

// Several policies reach us as one header, joined by commas; each of them is enforced.
function policies(joined: string, { page, phone }: Visit): string {
  return joined
    .split(',')
    .map((policy) => policyInPhone(policy, page, phone))
    .join(', ')
}

// A fragment that a script fetches is not a page, though it is HTML too.
function isPage(answer: Response, request: Request): boolean {
  const destination = request.headers.get('sec-fetch-dest') ?? 'document'
  return (
    /^text\/html\b/i.test(answer.headers.get('content-type') ?? '') &&
    /^(document|iframe|frame)$/.test(destination) &&
    request.method !== 'HEAD'
  )
}

function scriptTags(nonce: string | undefined): string {
  const attribute = nonce === undefined ? '' : ` nonce="${nonce}"`
  return ['identity', 'navigation', 'bridge']
    .map((name) => `<script src="/__wechat__/${name}.js"${attribute}></script>`)
    .join('')
}

function unreachable(target: URL, error: unknown): Response {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  return new Response(
    `Nothing answers at ${target.origin}. Is the site running? ${reason}\n`.trimEnd(),
    { status: 502, headers: { 'content-type': 'text/plain; charset=utf-8' } },
  )
}
