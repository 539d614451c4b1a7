import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { createSocket, type Socket } from 'node:dgram'
import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { serveHttp, type HttpServer } from '../http/serve.ts'
import { openWebhookNetwork, resolveBy, type Resolve } from './webhook-network.ts'

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

/** A name server with one A record, no AAAA record, and nothing to say about names that begin with "dead". */
function answerQuery(query: Buffer): Buffer | undefined {
  if (query.toString('latin1').includes('dead')) return undefined
  const end = query.indexOf(0, 12) + 5
  const isA = query.readUInt16BE(end - 4) === 1
  const header = Buffer.from([0x81, 0x80, 0, 1, 0, isA ? 1 : 0, 0, 0, 0, 0])
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 93, 184, 216, 34])
  return Buffer.concat([
    query.subarray(0, 2),
    header,
    query.subarray(12, end),
    isA ? record : Buffer.of(),
  ])
}

describe('the names of webhooks', () => {
  let nameServer: Socket
  let resolver: Resolver
  before(async () => {
    nameServer = createSocket('udp4', (query, { port, address }) => {
      const answer = answerQuery(query)
      if (answer) nameServer.send(answer, port, address)
    })
    nameServer.bind(0, '127.0.0.1')
    await once(nameServer, 'listening')
    // Longer than any test: only a cancel ends what nobody answers.
    resolver = new Resolver({ timeout: 600_000, tries: 1 })
    resolver.setServers([`127.0.0.1:${nameServer.address().port}`])
  })
  after(() => nameServer.close())

  const resolved = async (hostname: string): Promise<readonly LookupAddress[]> => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly LookupAddress[]>()
    resolveBy(() => resolver)(hostname, (error, addresses) =>
      error === null ? resolve(addresses) : reject(error),
    )
    return promise
  }

  it('lead to the addresses of the one family that they have', async () => {
    assert.deepEqual(await resolved('shop.example.com'), [{ address: '93.184.216.34', family: 4 }])
  })

  it('do not wait for each other, however many have a dead name server', async () => {
    const ended: string[] = []
    const note = (hostname: string) => () => void ended.push(hostname)
    const dead = Array.from({ length: 32 }, (_, at) => `dead-${at}.example.com`)
    const all = dead.map((hostname) => resolved(hostname).then(undefined, note(hostname)))
    await resolved('shop.example.com').then(note('shop.example.com'))
    assert.deepEqual(ended, ['shop.example.com'])
    resolver.cancel()
    await Promise.all(all)
    assert.equal(ended.length, 33)
  })

  it('are looked up on no thread on which QFPay and the database are looked up', async () => {
    const lookedUp = async (allowPrivate: boolean): Promise<string> => {
      const { promise, resolve } = Promise.withResolvers<string>()
      const hook = createHook({
        init(_id, type, _trigger, asking: { readonly hostname?: string }) {
          if (type !== 'QUERYWRAP' && type !== 'GETADDRINFOREQWRAP') return
          // It gets its name after this.
          process.nextTick(() => asking.hostname === 'shop.invalid' && resolve(type))
        },
      }).enable()
      const done = new AbortController()
      const network = openWebhookNetwork({ allowPrivate })
      const fetched = network.fetch('https://shop.invalid/', { signal: done.signal })
      const type = await promise
      hook.disable()
      done.abort()
      await assert.rejects(fetched)
      return type
    }
    assert.equal(await lookedUp(false), 'QUERYWRAP')
    // Only the machine itself knows a private network's names.
    assert.equal(await lookedUp(true), 'GETADDRINFOREQWRAP')
  })
})
