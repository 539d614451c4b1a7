import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import net, { connect, type AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import { serveHttp, type HttpServer } from '../http/serve.ts'
import { openWebhookNetwork, type Resolve } from '../webhooks/webhook-network.ts'
import { openNetwork } from './open-network.ts'
import { readProxies } from './proxies.ts'

/** fetch says only that it failed; why is in the cause. */
const because =
  (words: RegExp) =>
  (error: Error): boolean =>
    words.test((error.cause as Error).message)

describe('a network behind a proxy', () => {
  let proxy: Server
  let gateway: HttpServer
  let env: Record<string, string>
  const asked: string[] = []
  const keys: (string | undefined)[] = []
  let answer = 200
  before(async () => {
    gateway = await serveHttp({ fetch: () => Promise.resolve(new Response('0000')) }, { port: 0 })
    proxy = createServer()
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '')
      keys.push(request.headers['proxy-authorization'])
      socket.on('error', () => undefined)
      if (answer !== 200) return socket.end(`HTTP/1.1 ${answer} No\r\n\r\n`)
      // Whatever name is asked for, it leads here.
      const there = connect(Number(new URL(gateway.url).port), '127.0.0.1')
      there.on('error', () => undefined)
      socket.write('HTTP/1.1 200 Connected\r\n\r\n')
      return socket.pipe(there).pipe(socket)
    })
    await once(proxy.listen(0, '127.0.0.1'), 'listening')
    const url = `http://user:p%40ss@127.0.0.1:${(proxy.address() as AddressInfo).port}`
    env = { HTTP_PROXY: url, https_proxy: url, NO_PROXY: '127.0.0.1, .inside.example' }
  })
  beforeEach(() => {
    asked.length = keys.length = 0
    answer = 200
  })
  after(async () => {
    proxy.close()
    proxy.closeAllConnections()
    await gateway.close()
  })

  it('reaches QFPay through it, with its user and password', async () => {
    const network = openNetwork({ proxies: readProxies(env) })
    const response = await network('http://openapi-hk.example.com/trade/v1/query')
    assert.equal(await response.text(), '0000')
    assert.deepEqual(asked, ['openapi-hk.example.com:80'])
    assert.equal(keys[0], `Basic ${Buffer.from('user:p@ss').toString('base64')}`)
  })

  it('reaches the hosts in NO_PROXY without it', async () => {
    const network = openNetwork({ proxies: readProxies(env) })
    assert.equal(await (await network(gateway.url)).text(), '0000')
    await assert.rejects(network('http://pay.inside.example/'), because(/pay\.inside\.example/))
    assert.deepEqual(asked, [])
  })

  it('reports the proxy’s answer', async () => {
    answer = 407
    await assert.rejects(
      openNetwork({ proxies: readProxies(env) })('https://gateway.example/'),
      because(/The proxy 127\.0\.0\.1:\d+ refused a connection to gateway\.example:443: 407/),
    )
  })

  const resolveTo =
    (address: string): Resolve =>
    (_, done) =>
      done(null, [{ address, family: 4 }])

  it('sends a webhook to the address that was judged, not to a name that the proxy may read otherwise', async () => {
    answer = 403
    const network = openWebhookNetwork({
      allowPrivate: false,
      proxies: readProxies(env),
      resolve: resolveTo('93.184.216.34'),
    })
    await assert.rejects(
      network.fetch('https://shop.example.com/hook'),
      because(/refused a connection to 93\.184\.216\.34:443: 403/),
    )
    assert.deepEqual(asked, ['93.184.216.34:443'])
  })

  it('asks no proxy for a webhook that leads into a private network', async () => {
    const network = openWebhookNetwork({
      allowPrivate: false,
      proxies: readProxies(env),
      resolve: resolveTo('10.0.0.1'),
    })
    await assert.rejects(network.fetch('https://shop.example.com/hook'), because(/private network/))
    assert.deepEqual(asked, [])
  })

  it('refuses a proxy that is not an address', () => {
    assert.throws(() => readProxies({ HTTPS_PROXY: 'socks5://127.0.0.1:1080' }), /HTTPS_PROXY must/)
  })

  const networks: Readonly<Record<string, () => typeof fetch>> = {
    'to QFPay': openNetwork,
    'to a proxy': () => openNetwork({ proxies: readProxies({ ...env, NO_PROXY: '' }) }),
    'of a webhook': () => openWebhookNetwork({ allowPrivate: true }).fetch,
  }
  for (const [where, open] of Object.entries(networks)) {
    it(`gives each address of a name two seconds, not Node’s quarter of one: ${where}`, async (t) => {
      const { mock } = t.mock.method(net.Socket.prototype, 'connect')
      assert.equal(await (await open()(gateway.url)).text(), '0000')
      const [given] = mock.calls[0]?.arguments ?? []
      const [{ autoSelectFamilyAttemptTimeout: withinMs }] = given as unknown as [
        net.TcpNetConnectOpts,
      ]
      assert.ok(Number(withinMs) >= 2_000, String(withinMs))
    })
  }
})
