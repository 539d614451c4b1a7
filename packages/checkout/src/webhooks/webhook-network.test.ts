import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { after, before, describe, it } from 'node:test'
import { serveHttp, type HttpServer } from '../http/serve.ts'
import { openWebhookNetwork, type Resolve } from './webhook-network.ts'

const answering =
  (...answers: readonly (readonly string[])[]): Resolve =>
  (_hostname, done) => {
    const [addresses = []] = answers
    if (answers.length > 1) answers = answers.slice(1)
    done(
      null,
      addresses.map((address): LookupAddress => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    )
  }

describe('the network for webhooks', () => {
  let server: HttpServer
  const asked: string[] = []
  before(async () => {
    server = await serveHttp(
      {
        fetch(request) {
          asked.push(new URL(request.url).pathname)
          return Promise.resolve(
            new Response(null, { status: 302, headers: { location: `${server.url}/inside` } }),
          )
        },
      },
      { port: 0 },
    )
  })
  after(() => server.close())

  const lookedUp: readonly (readonly [string, readonly string[]])[] = [
    ['loopback', ['127.0.0.1']],
    ['the metadata service', ['169.254.169.254']],
    ['a mapped loopback', ['::ffff:127.0.0.1']],
    ['NAT64 of a private one', ['64:ff9b::a00:1']],
    ['a public address and a private one', ['93.184.216.34', '10.0.0.1']],
    ['unique local', ['fd00::1']],
  ]
  for (const [what, addresses] of lookedUp) {
    it(`connects to no name that leads to ${what}`, async () => {
      const network = openWebhookNetwork({ allowPrivate: false, resolve: answering(addresses) })
      const { port } = new URL(server.url)
      await assert.rejects(
        network.fetch(`https://shop.example.com:${port}/inside`),
        (error: Error) => /private network/.test((error.cause as Error).message),
      )
    })
  }

  it('judges the address that it connects to, not one that DNS gave before', async () => {
    const answers = answering(['93.184.216.34'], ['127.0.0.1'])
    const resolved: string[] = []
    const network = openWebhookNetwork({
      allowPrivate: false,
      resolve: (hostname, done) =>
        answers(hostname, (error, addresses) => {
          resolved.push(...addresses.map(({ address }) => address))
          // The first answer is public: end there, for this test reaches nothing outside.
          if (resolved.length === 1) done(new Error('unreachable'), [])
          else done(error, addresses)
        }),
    })
    const rejected = async () =>
      network.fetch('https://rebinding.example.com/').then(
        () => 'answered',
        (error: unknown) => ((error as Error).cause as Error).message,
      )
    assert.equal(await rejected(), 'unreachable')
    assert.match(await rejected(), /private network/)
  })

  it('refuses an address that is private as it is written, with no lookup at all', async () => {
    const network = openWebhookNetwork({ allowPrivate: false })
    for (const url of [server.url, 'https://127.0.0.1/', 'https://[::1]/', 'https://localhost/']) {
      await assert.rejects(network.fetch(url), /The webhook's address must/)
    }
    assert.deepEqual(asked, [])
  })

  it('reaches this machine when the operator allows it, and follows no redirect even so', async () => {
    const network = openWebhookNetwork({ allowPrivate: true })
    const response = await network.fetch(`${server.url}/webhooks`, {
      method: 'POST',
      body: '{}',
      redirect: 'follow',
    })
    await response.body?.cancel()
    assert.equal(response.status, 302)
    assert.deepEqual(asked, ['/webhooks'])
  })
})
