import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { signature, tryMerchant } from '../test/support/try-merchant.ts'
import { ConnectionCut } from './connection-cut.ts'
import { DEMO } from './demo.ts'
import { createSandbox } from './sandbox.ts'
import { serveSandbox } from './server.ts'

describe('the server', () => {
  it('starts, answers its health and stops', async () => {
    const sandbox = createSandbox()
    const server = await serveSandbox({ sandbox, port: 0 })
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/)
    const health = await fetch(`${server.url}/health`)
    assert.deepEqual(await health.json(), { status: 'ok' })
    await server.close()
    await assert.rejects(fetch(`${server.url}/health`))
  })

  it('listens on this machine only, unless an option allows others', async () => {
    const sandbox = createSandbox()
    await assert.rejects(serveSandbox({ sandbox, port: 0, host: '0.0.0.0' }), /allowRemote/)
    const server = await serveSandbox({ sandbox, port: 0, host: '0.0.0.0', allowRemote: true })
    await server.close()
  })

  it('answers under names of this machine only, also after a name was rebound to it', async (t) => {
    const server = await serveSandbox({ sandbox: createSandbox(), port: 0 })
    t.after(() => server.close())
    const { port } = new URL(server.url)
    const statusAs = async (host: string): Promise<number> => {
      const asked = request({
        port,
        host: '127.0.0.1',
        path: '/_sandbox/orders',
        headers: { host },
      })
      asked.end()
      const [answer] = (await once(asked, 'response')) as [IncomingMessage]
      answer.resume()
      return answer.statusCode ?? 0
    }
    for (const own of ['127.0.0.1', `localhost:${port}`, `wechat.localhost:${port}`, '[::1]:1']) {
      assert.equal(await statusAs(own), 200, own)
    }
    for (const foreign of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', 'x']) {
      assert.equal(await statusAs(foreign), 421, foreign)
    }
  })

  it('prints the names of headers as QFPay does, byte for byte', async () => {
    const server = await serveSandbox({ sandbox: createSandbox(), port: 0 })
    const { appCode, clientKey } = DEMO.merchant
    const sign = signature({ out_trade_no: 'A1' }, clientKey)
    const sent = `GET /trade/v1/query?out_trade_no=A1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-QF-APPCODE: ${appCode}\r\nX-QF-SIGN: ${sign}\r\nConnection: close\r\n\r\n`
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.write(sent)
    const head = (await text(socket)).split('\r\n\r\n')[0] ?? ''
    assert.match(head, /\r\nX-QF-SIGN: [0-9A-F]{32}/)
    assert.match(head, /\r\nContent-Type: application\/json/)
    assert.match(head, /\r\nX-Powered-By: QF\/1\.1/)
    assert.doesNotMatch(head, /\r\n[a-z]/)
    await server.close()
  })

  it('prints those of a notification in the same way', async (t) => {
    const heard = Promise.withResolvers<readonly string[]>()
    const shop = createServer((asked, answer) => {
      heard.resolve(asked.rawHeaders)
      answer.end('SUCCESS')
    })
    await once(shop.listen(0, '127.0.0.1'), 'listening')
    t.after(() => shop.close())
    const { port } = shop.address() as AddressInfo
    const m = tryMerchant({ notifyUrl: `http://127.0.0.1:${port}/notify`, fetch })
    await m.paid({ out_trade_no: 'A1' })
    void m.clock.advance(0)
    assert.ok((await heard.promise).includes('X-QF-SIGN'))
  })

  it('cuts the connection when the sandbox asks for it', async () => {
    const sandbox = { fetch: () => Promise.reject(new ConnectionCut()) }
    const server = await serveSandbox({ sandbox, port: 0 })
    await assert.rejects(fetch(server.url), (error: Error) => {
      assert.match(String((error.cause as Error | undefined)?.message), /other side closed|reset/)
      return true
    })
    await server.close()
  })
})

describe('a sandbox', () => {
  it('says what it does not simulate', async () => {
    const response = await createSandbox().fetch(new Request('https://openapi-hk.qfapi.com/nope'))
    assert.equal(response.status, 404)
    assert.match(await response.text(), /does not simulate \/nope/)
  })

  it('refuses options that make no sense', () => {
    assert.throws(() => createSandbox({ settings: { maxAmount: -1 } }), /maxAmount/)
    assert.throws(
      () => createSandbox({ merchants: [{ name: '', appCode: 'A', clientKey: 'K' }] }),
      /name/,
    )
  })
})
