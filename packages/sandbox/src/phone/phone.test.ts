import assert from 'node:assert/strict'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createPhone } from './phone.ts'

const site = createServer((request, response) => {
  received = request
  const url = new URL(request.url ?? '/', 'http://site')
  const answers: Record<string, () => void> = {
    '/page': () => {
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'self'; connect-src http://127.0.0.1:9; upgrade-insecure-requests",
        'x-frame-options': 'DENY',
        'set-cookie': [
          'a=1; Domain=127.0.0.1; Path=/; Secure; SameSite=None',
          '__Host-b=2; Secure',
        ],
      })
      response.end('<!doctype html>\n<html lang="en"><head><title>店</title></head></html>')
    },
    '/nonce': () => {
      response.writeHead(200, {
        'content-type': 'text/html',
        'content-security-policy': "script-src 'nonce-abc' 'strict-dynamic'",
      })
      response.end('<p>No head')
    },
    '/own-sockets': () =>
      response.writeHead(200, { 'content-security-policy': "connect-src 'self'" }).end(),
    '/fragment': () => response.writeHead(200, { 'content-type': 'text/html' }).end('<li>one</li>'),
    '/script.js': () =>
      response.writeHead(200, { 'content-type': 'text/javascript' }).end('"<head>"'),
    '/away': () =>
      response
        .writeHead(302, {
          location: 'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1#wechat_redirect',
          'set-cookie': 'c=3; Path=/',
        })
        .end(),
    '/refresh': () => response.writeHead(200, { refresh: "3; url='/page?x=1'" }).end(),
    '/echo': () => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      request.pipe(response)
    },
    '/events': () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: one\n\n')
      request.socket.once('close', () => closed())
    },
  }
  answers[url.pathname]?.()
})
let received: IncomingMessage
let closed = (): void => undefined
let port = 0
before(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  port = (site.address() as AddressInfo).port
})
after(() => {
  site.closeAllConnections()
  site.close()
})

const phone = createPhone({
  fetch,
  sandbox: (request) =>
    Promise.resolve(
      Response.json({ url: request.url, payer: request.headers.get('x-sandbox-payer') }),
    ),
})
const inPhone = (path: string, host = `127-0-0-1-${port}`): string =>
  `http://${host}.ios--zh-hant.mei.wechat.localhost:4010${path}`
async function visit(path: string, init?: RequestInit): Promise<Response> {
  const answer = await phone(new Request(inPhone(path), init))
  assert.ok(answer)
  return answer
}

test('a page runs the phone’s scripts before its own, and no other byte of it changes', async () => {
  const page = await (await visit('/page')).text()
  const scripts = /(<script src="\/__wechat__\/\w+\.js"><\/script>)+/.exec(page)?.[0] ?? ''
  assert.equal(scripts.match(/<script/g)?.length, 3)
  assert.equal(
    page.replace(`<head>${scripts}`, '<head>'),
    '<!doctype html>\n<html lang="en"><head><title>店</title></head></html>',
  )
})

test('the site sees WeChat, its own address and the payer’s language', async () => {
  await visit('/page', {
    headers: {
      origin: inPhone('').replace(/\/$/, ''),
      referer: inPhone('/cart?a=1'),
      'sec-fetch-dest': 'iframe',
      'x-sandbox-payer': 'someone-else',
      'user-agent': 'Mozilla/5.0 desktop',
    },
  })
  const { headers } = received
  assert.match(headers['user-agent'] ?? '', /iPhone.*MicroMessenger.*Language\/zh_HK/)
  assert.match(headers['accept-language'] ?? '', /^zh-HK/)
  assert.equal(headers.host, `127.0.0.1:${port}`)
  assert.equal(headers.origin, `http://127.0.0.1:${port}`)
  assert.equal(headers.referer, `http://127.0.0.1:${port}/cart?a=1`)
  assert.equal(headers['sec-fetch-dest'], 'document')
  assert.equal(headers['x-sandbox-payer'], undefined)
})

test('a foreign page that posts to the phone keeps its own origin, so the site can refuse it', async () => {
  await visit('/page', { method: 'POST', headers: { origin: 'https://evil.example' }, body: 'x=1' })
  assert.equal(received.headers.origin, 'https://evil.example')
})

test('a page’s protection from framing admits the phone, and nothing else', async () => {
  const { headers } = await visit('/page')
  assert.equal(headers.get('x-frame-options'), null)
  const policy = headers.get('content-security-policy') ?? ''
  assert.match(policy, /frame-ancestors http:\/\/wechat\.localhost:4010 'self'/)
  assert.match(policy, /script-src 'self' http:\/\/127-0-0-1-\d+\.\S+:4010\/__wechat__\//)
  assert.match(policy, /default-src 'self';/)
  const events = (await visit('/own-sockets')).headers.get('content-security-policy') ?? ''
  assert.match(events, /connect-src 'self' ws:\/\/127\.0\.0\.1:\d+;/)
  assert.match(policy, /connect-src http:\/\/127.0.0.1:9 http:\/\/127-0-0-1-9\.ios--/)
  assert.doesNotMatch(policy, /upgrade-insecure-requests/)
  const bare = await visit('/echo')
  assert.match(
    bare.headers.get('content-security-policy') ?? '',
    /^frame-ancestors http:\/\/wechat/,
  )
})

test('under a policy of nonces the phone’s scripts carry one', async () => {
  const page = await (await visit('/nonce')).text()
  assert.match(page, /^(<script src="\S+" nonce="abc"><\/script>){3}<p>No head$/)
})

test('cookies belong to the host in the phone and work without TLS', async () => {
  const { headers } = await visit('/page')
  assert.deepEqual(headers.getSetCookie(), ['a=1; Path=/', '__Host-b=2; Secure'])
})

test('a WebView that loses the cookies of redirects keeps those of pages', async () => {
  const cookiesOf = async (path: string, profile: string) => {
    const url = inPhone(path).replace('.ios--', `.${profile}--`)
    return (await phone(new Request(url)))?.headers.getSetCookie()
  }
  assert.deepEqual(await cookiesOf('/away', 'ios'), ['c=3; Path=/'])
  assert.deepEqual(await cookiesOf('/away', 'lossy-webview'), [])
  assert.deepEqual(await cookiesOf('/page', 'lossy-webview'), ['a=1; Path=/', '__Host-b=2; Secure'])
})

test('scripts and fragments pass through as they are', async () => {
  assert.equal(await (await visit('/script.js')).text(), '"<head>"')
  const fragment = await visit('/fragment', { headers: { 'sec-fetch-dest': 'empty' } })
  assert.equal(await fragment.text(), '<li>one</li>')
})

test('a redirect to WeChat stays in the phone, and the sandbox learns whose phone it is', async () => {
  const answer = await visit('/away')
  const location = answer.headers.get('location') ?? ''
  assert.equal(
    location,
    inPhone('/connect/oauth2/authorize?appid=wx1#wechat_redirect', 'open-weixin-qq-com'),
  )
  const authorized = await phone(new Request(location))
  assert.deepEqual(await authorized?.json(), {
    url: 'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1',
    payer: 'mei',
  })
  assert.equal((await visit('/refresh')).headers.get('refresh'), `3; url=${inPhone('/page?x=1')}`)
})

test('the sandbox’s own address is asked in process, as the payer', async () => {
  const answer = await phone(new Request(inPhone('/q/direct?a=1', '127-0-0-1-4010')))
  assert.deepEqual(await answer?.json(), {
    url: 'http://127.0.0.1:4010/q/direct?a=1',
    payer: 'mei',
  })
})

test('no address of the phone reaches a site, in a query or in a body', async () => {
  await visit(`/echo?back=${encodeURIComponent(inPhone('/done'))}`)
  assert.equal(received.url, `/echo?back=${encodeURIComponent(`http://127.0.0.1:${port}/done`)}`)
  const signed = await visit('/echo', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: inPhone('/cart'), name: '店' }),
  })
  assert.deepEqual(await signed.json(), { url: `http://127.0.0.1:${port}/cart`, name: '店' })
  const bytes = Buffer.from([0, 255, 254, 128])
  const upload = await visit('/echo', { method: 'POST', body: bytes })
  assert.deepEqual(Buffer.from(await upload.arrayBuffer()), bytes)
})

test('events arrive while the site still sends them, and leaving the page ends them', async () => {
  const left = new Promise<void>((resolve) => (closed = resolve))
  const page = new AbortController()
  const answer = await visit('/events', { signal: page.signal })
  const reader = answer.body?.getReader()
  assert.ok(reader)
  const { value } = (await reader.read()) as { value: Uint8Array }
  assert.equal(Buffer.from(value).toString(), 'data: one\n\n')
  page.abort()
  await left
})

test('a site that does not run is reported with its address', async () => {
  const answer = await phone(new Request(inPhone('/', '127-0-0-1-1')))
  assert.equal(answer?.status, 502)
  assert.match(
    await answer.text(),
    /Nothing answers at http:\/\/127\.0\.0\.1:1\. Is the site running\?/,
  )
})

test('the sandbox’s front door leads to the phone, and everything else is left to the sandbox', async () => {
  const door = await phone(new Request('http://127.0.0.1:4010/?open=http://localhost:3000/'))
  assert.equal(door?.status, 302)
  assert.equal(
    door.headers.get('location'),
    'http://wechat.localhost:4010/?open=http://localhost:3000/',
  )
  assert.equal(await phone(new Request('http://127.0.0.1:4010/trade/v1/query')), undefined)
  assert.equal(await phone(new Request('http://wechat.localhost:4010/_sandbox/journal')), undefined)
  const unknown = await phone(new Request(inPhone('/', 'example-com-80')))
  assert.equal(unknown?.status, 404)
})

test('the phone says where a site is shown, and why another one is not', async () => {
  const ask = async (url: string): Promise<unknown> => {
    const query = new URLSearchParams({ url, payer: 'mei', profile: 'ios', language: 'en' })
    return (
      await phone(new Request(`http://wechat.localhost:4010/__phone__/address?${query.toString()}`))
    )?.json()
  }
  assert.deepEqual(await ask('http://127.0.0.1:4000/a?b=1#c'), {
    src: 'http://127-0-0-1-4000.ios--en.mei.wechat.localhost:4010/a?b=1#c',
  })
  const refused = (await ask('https://example.com/')) as { error: { code: string } }
  assert.equal(refused.error.code, 'not_on_this_machine')
})
