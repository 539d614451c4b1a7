import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Agent } from 'undici'
import { sendBy, type Reading } from './send-by.ts'

describe('a request over a dispatcher', () => {
  const dispatcher = new Agent()
  let answer: (response: ServerResponse) => void = () => undefined
  const server = createServer((_, response) => answer(response))
  let url: string
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  after(async () => {
    server.closeAllConnections()
    server.close()
    await dispatcher.close()
  })

  it('brings status, headers and body', async () => {
    answer = (response) => response.writeHead(409, { 'set-cookie': ['a=1', 'b=2'] }).end('refused')
    const { status, headers, ...rest } = await read({ most: 100 })
    assert.deepEqual([status, headers.getSetCookie(), rest.text], [409, ['a=1', 'b=2'], 'refused'])
  })

  it('accepts an answer that has no body', async () => {
    answer = (response) => response.writeHead(204).end()
    assert.equal((await read({ most: 100 })).status, 204)
  })

  it('reads an answer that somebody in between has packed, and no more of it than it may', async () => {
    answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
    let packed = gzipSync('{"respcd":"0000"}')
    assert.equal((await read({ most: 100 })).text, '{"respcd":"0000"}')
    packed = gzipSync('x'.repeat(1_000_000))
    await assert.rejects(read({ most: 100_000 }), /fetch failed/)
    assert.equal((await read({ most: 100_000, evenIfBroken: true })).status, 200)
  })

  it('follows no redirect', async () => {
    answer = (response) => response.writeHead(302, { location: url }).end()
    assert.equal((await read({ most: 100 })).status, 302)
  })

  it('reads no more of an answer than it is told to, even if the answer never ends', async () => {
    answer = (response) => response.writeHead(200).write('x'.repeat(2_000))
    assert.equal((await read({ most: 1_000 })).text.length, 1_000)
  })

  it('fails if the answer breaks off, unless its beginning is enough', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('beginning')
      setImmediate(() => response.destroy())
    }
    await assert.rejects(read({ most: 100 }), /fetch failed/)
    assert.equal((await read({ most: 100, evenIfBroken: true })).status, 200)
  })

  it('ends with the reason of its signal', async () => {
    answer = (response) => response.writeHead(200).write('beginning')
    const late = new AbortController()
    server.once('request', () => late.abort(new Error('too late')))
    await assert.rejects(read({ most: 100 }, late.signal), /too late/)
  })

  async function read(
    reading: Reading,
    signal?: AbortSignal,
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
    const response = await sendBy(dispatcher, url, { ...(signal && { signal }) }, reading)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
})
