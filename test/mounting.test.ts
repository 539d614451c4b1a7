import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { buffer } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import type { Checkout } from '@tael/checkout'
import type { FastifyInstance } from 'fastify'
import {
  callApi,
  openTestCheckout,
  TEST_ACCOUNT,
} from '../packages/checkout/test/support/checkout.ts'
import { describeOnDatabase } from '../packages/checkout/test/support/database.ts'

const page = readFileSync(new URL('../docs/mounting.md', import.meta.url), 'utf8')
type Handle = (request: Request) => Promise<Response>
const MOUNTED = 'mounted in a test'
let runs = 0

/** A sample of the page as it stands there; `./checkout.ts` is the test's. */
async function run(heading: string, index: number, append = ''): Promise<Record<string, unknown>> {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  const sample = [...(section.split('\n## ')[0]?.matchAll(/```ts\n([\s\S]*?)```/g) ?? [])][
    index
  ]?.[1]
  assert.ok(sample, `${heading} has no sample ${index}`)
  // A module is made once; each run needs its own.
  const mounted = `globalThis[${JSON.stringify(MOUNTED)}]`
  const own = `data:text/javascript,// ${++runs}%0Aexport const checkout = ${mounted}; export const openCheckout = async () => ${mounted}; export const open = openCheckout`
  const source = stripTypeScriptTypes(sample + append)
    .replace(/'(?:\.\.?\/)+(?:checkout|open)\.ts'/, JSON.stringify(own))
    .replace(/from '([@\w/-]+)'/g, (_, name: string) => `from "${import.meta.resolve(name)}"`)
  return (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as Record<
    string,
    unknown
  >
}

/** As `fetch`, which would choose the header `host` itself. */
async function askByHost(
  url: string,
  { body, ...sent }: { method: string; headers: Record<string, string>; body: Buffer },
): Promise<Response> {
  const asking = request(url, sent).end(body)
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const text = await buffer(answer)
  return new Response(text.length === 0 ? null : text, { status: answer.statusCode ?? 500 })
}

describeOnDatabase('a sample of docs/mounting.md', (database) => {
  const mount = (options: object = {}): Checkout => {
    const checkout = openTestCheckout(database(), options)
    Object.assign(globalThis, { [MOUNTED]: checkout })
    return checkout
  }

  /** Requests of a merchant, a payer and QFPay, through anything in between. */
  const works = async (checkout: Checkout, handle: Handle): Promise<void> => {
    const { apiKey: key, accountId } = await checkout.addAccount(TEST_ACCOUNT)
    const through = { ...checkout, fetch: handle }
    const order = { reference: crypto.randomUUID(), amount: 1099, currency: 'HKD' }
    const made = await callApi(through, { path: '/v1/payments', key, body: order })
    assert.equal(made.status, 201)
    const canceled = await callApi(through, {
      path: `/v1/payments/${made.body.id}/cancel`,
      key,
      method: 'POST',
    })
    assert.equal(canceled.body.status, 'canceled')
    const endpoint = { url: 'https://shop.example.com/webhooks' }
    const { body } = await callApi(through, { path: '/v1/webhook_endpoints', key, body: endpoint })
    const gone = { path: `/v1/webhook_endpoints/${body.id}`, key, method: 'DELETE' }
    assert.equal((await callApi(through, gone)).status, 204)
    assert.equal((await handle(new Request(made.body.url))).status, 200)
    const notified = await handle(
      new Request(`https://pay.example.com/notifications/${accountId}`, {
        method: 'POST',
        body: '{"notify_type":"payment"}',
      }),
    )
    assert.equal(notified.status, 401)
  }

  /** Who guesses at one address does not keep people out at another. */
  const knowsAddresses = async (from: (address: string) => Handle): Promise<void> => {
    const guess = async (address: string): Promise<number> => {
      const request = new Request('https://pay.example.com/v1/sessions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: 'ada', password: 'a wrong password', code: '123456' }),
      })
      return (await from(address)(request)).status
    }
    for (let tries = 0; tries < 5; tries++) assert.equal(await guess('198.51.100.1'), 401)
    assert.equal(await guess('198.51.100.1'), 429)
    assert.equal(await guess('198.51.100.2'), 401)
  }

  it('mounts it in Hono', async () => {
    const checkout = mount()
    const { app } = await run('Hono', 0, '\nexport { app }')
    const { fetch } = app as { fetch: (request: Request, env: object) => Promise<Response> }
    const from = (remoteAddress: string) => (request: Request) =>
      fetch(request, { incoming: { socket: { remoteAddress } } })
    await works(checkout, from('203.0.113.7'))
    await knowsAddresses(from)
  })

  it('mounts it in Fastify, which serves its other hosts itself', async () => {
    const checkout = mount()
    const { app } = (await run('Fastify', 0, '\nexport { app }')) as { app: FastifyInstance }
    app.post('/v1/payments', ({ body }) => ({ own: body }))
    const address = await app.listen({ port: 0 })
    const handle: Handle = async (request) => {
      const { host, pathname, search } = new URL(request.url)
      const headers = { ...Object.fromEntries(request.headers), host }
      const sent = {
        method: request.method,
        headers,
        body: Buffer.from(await request.arrayBuffer()),
      }
      return askByHost(`${address}${pathname}${search}`, sent)
    }
    try {
      await works(checkout, handle)
      const own = await handle(
        new Request('https://shop.example.com/v1/payments', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"of":"the shop"}',
        }),
      )
      assert.deepEqual(await own.json(), { own: { of: 'the shop' } })
    } finally {
      await app.close()
    }
  })

  it('mounts it in a route of Next.js', async () => {
    const checkout = mount()
    const route = await run('Next.js', 1)
    await works(checkout, (request) => (route[request.method] as Handle)(request))
  })
})

describe('Next’s checkout.ts of docs/mounting.md', () => {
  it('opens the checkout when it is first asked, once for all copies of the module', async () => {
    type Sample = { readonly openCheckout: () => Promise<unknown> }
    const first = (await run('Next.js', 0)) as Sample
    const second = (await run('Next.js', 0)) as Sample
    assert.ok(!('tael' in globalThis))
    assert.equal(first.openCheckout(), second.openCheckout())
  })
})

describe('Next’s instrumentation of docs/mounting.md', () => {
  it('starts the background work in Node alone', async () => {
    let started = 0
    Object.assign(globalThis, { [MOUNTED]: { startTasks: () => started++ } })
    const { register } = (await run('Next.js', 2)) as { register: () => Promise<void> }
    await register()
    assert.equal(started, 0)
    process.env['NEXT_RUNTIME'] = 'nodejs'
    await register()
    delete process.env['NEXT_RUNTIME']
    assert.equal(started, 1)
  })
})
