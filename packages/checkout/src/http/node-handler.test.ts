import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { nodeHandler } from './node-handler.ts'

describe('a handler for frameworks that use Node’s own requests', () => {
  let url: string
  const handler = nodeHandler({
    fetch: async (request) => new Response(`${request.method} ${await request.text()}`),
  })
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === '/plain') {
      handler(incoming, outgoing)
      return
    }
    // As a body parser does.
    incoming
      .resume()
      .once('end', () =>
        handler(incoming, outgoing, (error) => outgoing.writeHead(500).end(String(error))),
      )
  })
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => server.close())

  const ask = async (path: string): Promise<string> =>
    (await fetch(url + path, { method: 'POST', body: '{}' })).text()

  it('passes on the request and its body', async () => {
    assert.equal(await ask('/plain'), 'POST {}')
  })

  it('says so when something has read the body before', async () => {
    assert.match(await ask('/parsed'), /mount nodeHandler\(checkout\) before express\.json\(\)/)
  })
})
