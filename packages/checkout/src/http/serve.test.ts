import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { serveHttp } from './serve.ts'

type Handler = (request: Request) => Promise<Response>

const ok: Handler = () => Promise.resolve(new Response('ok'))

async function serve(fetch: Handler) {
  const server = await serveHttp({ fetch }, { port: 0 })
  return { ...server, port: Number(new URL(server.url).port), [Symbol.asyncDispose]: server.close }
}

describe('serving over HTTP', () => {
  it('listens on this machine only', async () => {
    await using server = await serve(ok)
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.equal(await (await fetch(server.url)).text(), 'ok')
  })

  it('keeps a connection open for longer than a load balancer does', async () => {
    await using server = await serve(ok)
    const { headers } = await fetch(server.url)
    const [, seconds] = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '') ?? []
    assert.ok(Number(seconds) > 65, `timeout=${seconds}`)
  })

  it('refuses headers that are too large', async () => {
    await using server = await serve(ok)
    const { status } = await fetch(server.url, { headers: { 'x-large': 'x'.repeat(20_000) } })
    assert.equal(status, 431)
  })

  it('does not wait for ever for headers', async () => {
    await using server = await serve(ok)
    const socket = connect(server.port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: slow\r\nX-Never-')
    assert.match(await text(socket), /^HTTP\/1\.1 408/)
  })

  it('tells the handler if nobody waits for the answer any more', async () => {
    const gone = Promise.withResolvers<undefined>()
    const begun = Promise.withResolvers<undefined>()
    await using server = await serve(async ({ signal }) => {
      signal.addEventListener('abort', () => gone.resolve(undefined))
      begun.resolve(undefined)
      await gone.promise
      return new Response('nobody reads this')
    })
    const leave = new AbortController()
    const asked = fetch(server.url, { signal: leave.signal }).catch(() => undefined)
    await begun.promise
    leave.abort()
    await Promise.all([gone.promise, asked])
  })

  it('finishes the requests under way when it closes, and accepts no new ones', async () => {
    const begun = Promise.withResolvers<undefined>()
    const answer = Promise.withResolvers<Response>()
    const server = await serve(() => {
      begun.resolve(undefined)
      return answer.promise
    })
    const asked = fetch(server.url)
    await begun.promise
    const closed = Promise.all([server.close(), server.close()])
    await assert.rejects(once(connect(server.port, '127.0.0.1'), 'connect'))
    answer.resolve(new Response('in time'))
    assert.equal(await (await asked).text(), 'in time')
    await closed
    await server.close()
  })
})
