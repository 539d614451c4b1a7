import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { after, before, describe, it, type TestContext } from 'node:test'
import { createLog, systemClock } from '@tael/checkout'
import { askRaw, type RawRequest } from '@tael/testing/raw-http'
import { testRun } from '@tael/testing/test-run'
import { startDev, type Dev } from '../packages/cli/src/index.ts'

const PACKAGES = new URL('../packages/', import.meta.url).pathname

/** Where an app is mounted whose routes do not begin with their whole path; those of the dashboard below it. */
const MOUNTED: Readonly<Record<string, string>> = {
  'checkout/src/dashboard/payments/payment-routes.ts': '/dashboard/payments/:payment',
  'checkout/src/dashboard/refunds/refund-routes.ts': '/dashboard/payments/:payment',
  'checkout/src/dashboard/links/links-routes.ts': '/dashboard/links',
  'checkout/src/dashboard/accounts/accounts-routes.ts': '/dashboard/accounts',
  'checkout/src/dashboard/accounts/keys-routes.ts': '/dashboard/accounts/keys',
  'checkout/src/dashboard/settings/settings-routes.ts': '/dashboard/settings',
  'checkout/src/dashboard/webhooks/webhooks-routes.ts': '/dashboard/webhooks',
  'checkout/src/dashboard/webhooks/deliveries-routes.ts': '/dashboard/webhooks/:endpoint',
  'checkout/src/dashboard/audit/audit-routes.ts': '/dashboard/audit',
  'checkout/src/dashboard/reconciliations/reconciliations-routes.ts': '/dashboard/reconciliations',
  'sandbox/src/control/control-api.ts': '/_sandbox',
}
const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const
const FORMS_OF_OTHERS = new Set(['without a body', 'with a chunked body'])
/** So many forms of a request each route gets in `npm test`, by turns; all of them in `npm run prove`. */
const FORMS_BY_TURNS = 3
/** It is never over. */
const STREAM = '/_sandbox/journal/stream'

/** What clients of many kinds write: each must be answered, and none by a fault of ours. */
function shapesOf(line: string, headers: string): Readonly<Record<string, RawRequest>> {
  const begin = `${line} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}`
  const json = 'Content-Type: application/json\r\n'
  return {
    'without a body': { bytes: `${begin}\r\n` },
    'with an empty body': { bytes: `${begin}Content-Length: 0\r\n\r\n` },
    'with a body': { bytes: `${begin}${json}Content-Length: 2\r\n\r\n{}` },
    'with a chunked body': {
      bytes: `${begin}${json}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n`,
    },
    'with an empty chunked body': { bytes: `${begin}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n` },
    'with a chunked form': {
      bytes: `${begin}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n`,
    },
    'with a form that cannot be read': {
      bytes: `${begin}Content-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\n--`,
    },
    'with Expect: 100-continue': {
      bytes: `${begin}${json}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
    },
    'in HTTP/1.0': { bytes: `${line} HTTP/1.0\r\n${headers}\r\n` },
    'in HTTP/1.0, with a body': {
      bytes: `${line} HTTP/1.0\r\nHost: 127.0.0.1\r\n${headers}${json}Content-Length: 2\r\n\r\n{}`,
    },
    'half, and then no more': {
      bytes: `${begin}${json}Content-Length: 20\r\n\r\n{"a`,
      endsHere: true,
    },
    'half of a chunk, and then no more': {
      bytes: `${begin}${json}Transfer-Encoding: chunked\r\n\r\n9\r\n{"a`,
      endsHere: true,
    },
    'twice at once': {
      bytes: `${begin}\r\n${begin}Content-Length: 0\r\n\r\n`,
      answers: line === `GET ${STREAM}` ? 1 : 2,
    },
  }
}

describe('over sockets', () => {
  let dev: Dev
  const logged: string[] = []
  let account: string
  let payment: string
  let headers: string
  before(async () => {
    dev = await startDev({
      checkoutPort: 0,
      sandboxPort: 0,
      returnOrigins: [],
      log: createLog({ clock: systemClock, level: 'error', write: (line) => logged.push(line) }),
    })
    account = (await addAccount()).accountId
    payment = await createPayment()
    headers = `Authorization: Bearer ${dev.apiKeys['qfpay-account']}\r\nCookie: ${await signIn()}\r\nSec-Fetch-Site: same-origin\r\n`
  })
  after(() => dev.close())

  it('the checkout answers each of its routes, in every form of request', async () => {
    await askEverything(dev.checkoutUrl, [...describedRoutes(), ...declaredRoutes('checkout')])
    assert.deepEqual(logged, [])
  })

  it('the sandbox answers each of its routes, in every form of request', async (t: TestContext) => {
    const { mock } = t.mock.method(console, 'error', () => undefined)
    await askEverything(dev.sandboxUrl, [...declaredRoutes('sandbox'), ...wireRoutes()])
    assert.deepEqual(
      mock.calls.map(({ arguments: said }) => String(said)),
      [],
    )
  })

  it('of `tael dev` answer only under this machine’s own names', async () => {
    for (const [url, path] of [
      [dev.checkoutUrl, '/health'],
      [dev.sandboxUrl, '/_sandbox/orders'],
    ] as const) {
      const { hostname, port } = new URL(url)
      const statusAs = async (host: string): Promise<number | undefined> => {
        const asked = request({ host: hostname, port, path, headers: { host } })
        asked.end()
        const [answer] = (await once(asked, 'response')) as [IncomingMessage]
        answer.resume()
        return answer.statusCode
      }
      assert.equal(await statusAs(`localhost:${port}`), 200)
      assert.equal(await statusAs('evil.example'), 421)
    }
  })

  it('wait for the rest of a body, but not for ever', async () => {
    const half = `Host: 127.0.0.1\r\n${headers}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{"a`
    const asked = [
      [dev.checkoutUrl, '/v1/payments'],
      [dev.sandboxUrl, '/_sandbox/faults'],
    ].map(([url, path]) =>
      askRaw(Number(new URL(url ?? '').port), { bytes: `POST ${path} HTTP/1.1\r\n${half}` }),
    )
    assert.deepEqual(await Promise.all(asked), [[408], [408]])
  })

  /** Several forms for the methods that a path knows, and one with and without a body for each other. */
  async function askEverything(url: string, routes: readonly Route[]): Promise<void> {
    assert.ok(routes.length > 10, JSON.stringify(routes))
    const port = Number(new URL(url).port)
    const wrong: string[] = []
    let turn = 0
    for (const [pattern, known] of Map.groupBy(routes, (route) => route.path)) {
      const path = pattern
        .replaceAll(/[:{]payment}?/g, payment)
        .replaceAll(/[:{]account}?/g, account)
        .replaceAll(/:\w+|{\w+}|\$\{\w+\}/g, 'unknown')
      for (const method of METHODS) {
        const all = Object.entries(shapesOf(`${method} ${path}`, headers))
        const isKnown = known.some((route) => route.method === method)
        const shapes = isKnown ? all : all.filter(([how]) => FORMS_OF_OTHERS.has(how))
        await Promise.all(
          pick(shapes, turn).map(async ([how, request]) => {
            const statuses = await askRaw(port, request)
            const isAnswered = statuses.length === (request.answers ?? 1)
            // A client that hangs up half-way may or may not get an answer; Node may add a 400 for the rest.
            if (!isAnswered && request.endsHere !== true) wrong.push(`${method} ${pattern} ${how}`)
            if (statuses.every((status) => status < 500)) return
            wrong.push(`${method} ${pattern} ${how}: ${statuses.join(', ') || 'nothing'}`)
          }),
        )
        turn += FORMS_BY_TURNS
      }
    }
    assert.deepEqual(wrong, [])
  }

  async function addAccount(): Promise<{ accountId: string }> {
    return dev.checkout.addAccount({
      name: 'Harbour Tea House',
      flow: 'qfpay-account',
      host: dev.sandboxUrl,
      app_code: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
      client_key: '7F3C9A5E1B2D4C6F8A0B1C2D3E4F5061',
    })
  }

  async function createPayment(): Promise<string> {
    const response = await fetch(`${dev.checkoutUrl}/v1/payments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${dev.apiKeys['qfpay-account']}`,
        'content-type': 'application/json',
      },
      body: '{"reference":"order-1","amount":1099,"currency":"HKD"}',
    })
    return ((await response.json()) as { id: string }).id
  }

  async function signIn(): Promise<string> {
    const response = await fetch(`${dev.checkoutUrl}/dashboard/login`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ key: dev.operatorKey }),
      redirect: 'manual',
    })
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }
})

/** The next few after those that had their turn, or all of them. */
function pick<Item>(items: readonly Item[], turn: number): readonly Item[] {
  if (testRun.isThorough) return items
  const from = turn % items.length
  return [...items, ...items].slice(from, from + Math.min(FORMS_BY_TURNS, items.length))
}

/** A method in capitals, and a path with its parameters as they are declared. */
type Route = { readonly method: string; readonly path: string }

function describedRoutes(): readonly Route[] {
  const document = readFileSync(`${PACKAGES}../docs/openapi.json`, 'utf8')
  const { paths } = JSON.parse(document) as { readonly paths: Readonly<Record<string, object>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  )
}

/** The routes that a package's apps declare, read from their files: a new one is asked as well. */
function declaredRoutes(name: string): readonly Route[] {
  return readdirSync(`${PACKAGES}${name}/src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(-api|-routes|checkout|sandbox)\.ts$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(`${PACKAGES}${name}/src/${file}`, 'utf8')
      const routes = source.matchAll(
        /\b(?:app|api)\.(get|post|put|patch|delete|all)\(\s*['`](\/[^'`]*)/g,
      )
      const ofDashboard = file.startsWith('dashboard/') ? '/dashboard' : ''
      const mounted = MOUNTED[`${name}/src/${file}`] ?? ofDashboard
      return [...routes].flatMap(([, method = '', path = '']) =>
        (method === 'all' ? METHODS : [method.toUpperCase()]).map((each) => ({
          method: each,
          path: mounted + path,
        })),
      )
    })
}

/** What the sandbox plays of QFPay and WeChat. */
function wireRoutes(): readonly Route[] {
  return ['gateway/gateway.ts', 'wechat/wechat-api.ts', 'sandbox.ts'].flatMap((file) => {
    const source = readFileSync(`${PACKAGES}sandbox/src/${file}`, 'utf8')
    const paths = source.matchAll(/'(\/(?:trade|tool|sns|cgi-bin|connect|q)\/[\w/]+)'/g)
    return [...paths].flatMap(([, path = '']) =>
      ['GET', 'POST'].map((method) => ({ method, path })),
    )
  })
}
