import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { createSandbox, serveSandbox } from '@tael/sandbox'
import { machineCaddy, startCaddy } from '@tael/testing/caddy'
import { freePort } from '@tael/testing/free-port'
import { waitUntil } from '@tael/testing/patience'
import { createServerDatabase } from '../packages/checkout/test/support/database.ts'
import { demoAccount } from '../packages/cli/src/index.ts'
import { lastOf, ROOT } from './image/read-dockerfile.ts'
import { addAccount, OPERATOR_KEY } from './support/server/add-account.ts'
import { createMerchant } from './support/server/merchant.ts'
import { createPayer } from './support/server/payer.ts'
import { startServer, type ServerOptions } from './support/server/server-process.ts'

const PRELOAD = new URL('support/server/child/end-with-parent.ts', import.meta.url).href
/** Older ones let only GET wait for an upstream. */
const WAITS_SINCE = 2.08
const CLIENTS = 8

describe(
  'behind Caddy, as `operations/Caddyfile` says',
  { skip: machineCaddy === undefined && 'there is no Caddy here: apt-get install caddy' },
  () => {
    let world: World
    before(async () => {
      world = await openWorld()
    })
    after(() => world.close())

    it('a request without TLS is redirected to HTTPS', async () => {
      const { status, headers } = await fetch(`${world.httpUrl}/dashboard`, { redirect: 'manual' })
      assert.equal(status, 308)
      assert.equal(headers.get('location'), 'https://localhost/dashboard')
    })

    it('the metrics are hidden', async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${world.metricsPort}/metrics`)).text()
      assert.match(metrics, /tael_http_request_seconds/)
      assert.equal((await fetch(`${world.url}/metrics`)).status, 404)
    })

    it('a payer pays, and the page that waits is told', async () => {
      const { id, url } = await world.merchant.createPayment()
      world.sandbox.payers.put({ id: 'mei', name: 'Mei' })
      const payer = createPayer(world.sandbox)
      await payer.open(url)
      const { status } = await world.merchant.getPayment(id)
      const told = fetch(`${world.url}/pay/${id}/status?status=${status}`)
      await payer.confirm()
      assert.deepEqual(await (await told).json(), { status: 'succeeded' })
    })

    it('a body in pieces, without a length, arrives whole', async () => {
      const [first, rest] = ['{"reference":"in pieces",', '"amount":100,"currency":"HKD"}']
      const { status, body } = await world.post('/v1/payments', [first, rest])
      assert.equal(status, 201, body)
    })

    it('Tael learns the address of the client, and not the one that it claims', async () => {
      const { status, body } = await world.post(
        '/v1/webhook_endpoints',
        ['{"url":"https://a.example"}'],
        { localAddress: '127.0.0.2', claims: '203.0.113.7' },
      )
      assert.equal(status, 201, body)
      const { id } = JSON.parse(body) as { readonly id: string }
      const answer = await fetch(`${world.url}/v1/audit_entries?about=${id}`, {
        headers: { authorization: `Bearer ${OPERATOR_KEY}` },
      })
      const { data } = (await answer.json()) as { data: readonly { readonly address: string }[] }
      assert.deepEqual(
        data.map(({ address }) => address),
        ['127.0.0.2'],
      )
    })

    it(
      'requests wait while Tael restarts, and none fails',
      { skip: Number(machineCaddy?.version) < WAITS_SINCE && 'this Caddy is too old to wait' },
      async () => {
        const { requests } = world
        const clients = Array.from({ length: CLIENTS }, (_, client) =>
          client % 2 === 0 ? requests.create() : requests.list(),
        )
        await waitUntil(
          'all clients to be served',
          () => requests.answered(),
          (count) => count > 4 * CLIENTS,
        )
        await world.restart()
        const before = requests.answered()
        await waitUntil(
          'all clients to be served again',
          () => requests.answered(),
          (count) => count > before + 4 * CLIENTS,
        )
        requests.stop()
        await Promise.all(clients)
        assert.deepEqual(requests.failed, [])
      },
    )
  },
)

type Client = { readonly localAddress?: string; readonly claims?: string }

type World = Awaited<ReturnType<typeof openWorld>>

async function openWorld() {
  const { url: databaseUrl, drop } = await createServerDatabase()
  const sandbox = createSandbox({ fetch })
  const gateway = await serveSandbox({ sandbox, port: 0 })
  const [port, metricsPort] = [await freePort(), await freePort()]
  const site = readFileSync(`${ROOT}operations/Caddyfile`, 'utf8')
    .replace(`tael:${lastOf('EXPOSE')}`, `127.0.0.1:${port}`)
    // A busy machine may take longer to start it.
    .replace('lb_try_duration 30s', 'lb_try_duration 10m')
  const caddy = await startCaddy(machineCaddy?.path ?? '', {
    site,
    env: { PAY_DOMAIN: 'localhost' },
  })
  setDefaultCACertificates([...getCACertificates('default'), caddy.authority])
  const options: ServerOptions = {
    env: {
      DATABASE_URL: databaseUrl,
      TAEL_PUBLIC_URL: caddy.url,
      TAEL_SECRET: 'a server secret that is used in tests only',
      TAEL_OPERATOR_KEY: OPERATOR_KEY,
      TAEL_PORT: String(port),
      TAEL_METRICS_PORT: String(metricsPort),
      TAEL_DRAIN_SECONDS: drainSeconds(),
    },
    preload: PRELOAD,
  }
  let server = startServer(options)
  await server.listens
  const apiKey = await addAccount(
    `http://127.0.0.1:${port}`,
    demoAccount('own-account', gateway.url),
  )
  const authorization = `Bearer ${apiKey}`
  return {
    ...caddy,
    metricsPort,
    sandbox,
    merchant: createMerchant({ checkoutUrl: caddy.url, apiKey }),
    requests: createRequests(`${caddy.url}/v1/payments`, { authorization }),
    async post(path: string, pieces: readonly string[], from: Client = {}) {
      const asked = request(caddy.url + path, {
        method: 'POST',
        localAddress: from.localAddress,
        headers: {
          authorization,
          'content-type': 'application/json',
          ...(from.claims !== undefined && { 'x-forwarded-for': from.claims }),
        },
      })
      const answered = once(asked, 'response')
      for (const piece of pieces) await new Promise((resolve) => asked.write(piece, resolve))
      asked.end()
      const [answer] = (await answered) as [IncomingMessage]
      return { status: answer.statusCode, body: await text(answer) }
    },
    async restart() {
      server.kill('SIGTERM')
      await server.ended
      server = startServer(options)
      await server.listens
    },
    async close() {
      server.kill('SIGTERM')
      await server.ended
      await caddy.close()
      await gateway.close()
      sandbox.close()
      await drop()
    },
  }
}

/** As the compose file says. */
function drainSeconds(): string {
  const compose = readFileSync(`${ROOT}operations/compose.yml`, 'utf8')
  return /TAEL_DRAIN_SECONDS: (\d+)/.exec(compose)?.[1] ?? '0'
}

/** Clients that ask without a pause, each on connections that stay open, until they are stopped. */
function createRequests(url: string, headers: Readonly<Record<string, string>>) {
  const failed: string[] = []
  let [isStopped, answered, orders] = [false, 0, 0]
  const repeat = async (init: () => RequestInit): Promise<void> => {
    while (!isStopped) {
      const asked = init()
      const answer = await fetch(url, asked).catch(String)
      const said = typeof answer === 'string' ? answer : `${answer.status} ${await answer.text()}`
      if (!/^2/.test(said)) failed.push(`${asked.method}: ${said}`)
      answered += 1
    }
  }
  return {
    failed,
    answered: () => answered,
    stop: () => (isStopped = true),
    list: () => repeat(() => ({ method: 'GET', headers })),
    create: () =>
      repeat(() => ({
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ reference: `order ${++orders}`, amount: 100, currency: 'HKD' }),
      })),
  }
}
