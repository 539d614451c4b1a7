import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Account } from '../src/accounts/account.ts'
import { addAccount } from '../src/accounts/add-account.ts'
import { addApiKey } from '../src/accounts/api-keys.ts'
import { NEWEST_VERSION } from '../src/accounts/api-version.ts'
import { readAccountOfKey } from '../src/accounts/read-accounts.ts'
import { applyVerdict } from '../src/attempts/apply-verdict.ts'
import { COMMAND } from '../src/audit/actor.ts'
import type { Permission } from '../src/audit/permission.ts'
import { createCheckout, createDeps } from '../src/checkout.ts'
import { listEventsOfAccount } from '../src/events/event-store.ts'
import { serveHttp, type HttpServer } from '../src/http/serve.ts'
import { ROLES } from '../src/operators/operator.ts'
import { DAY_MS, HOUR_MS } from '../src/platform/durations.ts'
import { listRefunds } from '../src/refunds/refund-store.ts'
import {
  OPERATOR_KEY,
  TEST_ACCOUNT,
  testOptions,
  type Json,
  type TestDeps,
} from './support/checkout.ts'
import { describeOnDatabase } from './support/database.ts'
import { openTestDifference } from './support/differences.ts'
import { createHandClock, type HandClock } from './support/hand-clock.ts'
import { openTestOperator } from './support/operators.ts'
import { openTestPayment, paidVerdict, recordTestAttempt } from './support/payments.ts'
import { explain, watchStatements } from './support/watch-statements.ts'

type Call = {
  readonly as?: string
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}
type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json }

const DOCUMENT = new URL('../../../docs/api.md', import.meta.url)
const KEYS = [
  "another account's",
  'read',
  'create_payments',
  'refund',
  'full',
  'operator key',
  ...ROLES,
]

/** `| GET | /v1/payments | own | yes | no | no | yes | unknown | unknown | unknown | unknown |` */
const ROW =
  /^\| (GET|POST|PATCH|DELETE) +\| `([^`]+)` +\|((?: (?:own|yes|no|hidden|unknown) +\|){9})$/

const STATUSES: Readonly<Record<string, number>> = { no: 403, hidden: 404, unknown: 401 }

type Row = { readonly method: string; readonly path: string; readonly may: readonly string[] }

const ROWS: readonly Row[] = readFileSync(DOCUMENT, 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, method, path, may] = ROW.exec(line) ?? []
    if (method === undefined || path === undefined || may === undefined) return []
    return [
      {
        method,
        path,
        may: may
          .split('|')
          .slice(0, -1)
          .map((cell) => cell.trim()),
      },
    ]
  })

const RANGE = { from: '2026-02-28T00:00:00Z', to: '2026-03-01T00:00:00Z' }

/** What is carried out if its sender may. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /v1/payments': { reference: 'walked', amount: 100, currency: 'HKD' },
  'POST /v1/payments/{payment}/refunds': { amount: 1 },
  'POST /v1/payments/{payment}/notes': { text: 'x' },
  'POST /v1/payments/{payment}/review': { note: 'x' },
  'POST /v1/refunds/{refund}/end': { happened: true, note: 'x' },
  'POST /v1/payment_links': { title: 'Tea', amount: 100, currency: 'HKD' },
  'POST /v1/webhook_endpoints': { url: 'https://shop.example.com/hooks' },
  'POST /v1/webhook_endpoints/{endpoint}/replay': { since: '2026-03-01T00:00:00Z' },
  'POST /v1/reconciliations': RANGE,
  'POST /v1/accounts': TEST_ACCOUNT,
  'POST /v1/accounts/{account}/api_keys': { name: 'walked' },
  'POST /v1/operators': { name: 'Eve', login: 'eve', role: 'read' },
  'POST /v1/differences/{difference}/assign': { operator: null },
  'POST /v1/differences/{difference}/notes': { text: 'x' },
  'POST /v1/differences/{difference}/resolve': { resolution: 'booked' },
}

const QUERIES: Readonly<Record<string, string>> = {
  'GET /v1/statements': '?period=2026-03',
  'GET /v1/statements/entries': '?period=2026-03',
}

describeOnDatabase("the merchant's API over HTTP", (database) => {
  let server: HttpServer
  let clock: HandClock
  let deps: TestDeps
  let own: Account
  let key: string
  let strangersKey: string

  before(async () => {
    clock = createHandClock()
    let handle: (request: Request) => Promise<Response> = () => Promise.reject(new Error('early'))
    server = await serveHttp({ fetch: (request) => handle(request) }, { port: 0 })
    const options = testOptions(database(), { clock, publicUrl: server.url })
    handle = createCheckout(options).fetch
    deps = { ...createDeps(options), actor: COMMAND }
    const added = await addAccount(deps, TEST_ACCOUNT)
    own = added.account
    key = added.apiKey.secret
    strangersKey = (await addAccount(deps, TEST_ACCOUNT)).apiKey.secret
  })
  after(() => server.close())

  const call = async (
    path: string,
    { as = key, method, body, headers }: Call = {},
  ): Promise<Answer> => {
    const response = await fetch(server.url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  const idsOf = ({ body }: Answer): string[] => body.data.map(({ id }: { id: string }) => id)

  describe('a route', () => {
    let ids: Readonly<Record<string, string>>
    let keys: readonly string[]

    before(async () => {
      const payment = await openTestPayment(deps, own)
      const attempt = await recordTestAttempt(deps, payment)
      await applyVerdict(deps, attempt, paidVerdict(attempt))
      const hook = { url: 'https://shop.example.com/hooks' }
      const made = async (path: string, body: object): Promise<string> => {
        const answer = await call(path, { body })
        assert.equal(answer.status, 201, `${path} ${JSON.stringify(answer.body)}`)
        return answer.body.id
      }
      const endpoint = await made('/v1/webhook_endpoints', hook)
      const refund = await made(`/v1/payments/${payment.id}/refunds`, { amount: 1 })
      const link = await made('/v1/payment_links', { title: 'Tea', amount: 1, currency: 'HKD' })
      const run = await made('/v1/reconciliations', RANGE)
      const [event] = idsOf(await call('/v1/events?limit=1'))
      const [delivery] = idsOf(await call(`/v1/webhook_endpoints/${endpoint}/deliveries`))
      const restricted = async (permission: Permission) => {
        const added = await addApiKey(deps, own.id, { name: permission, permissions: [permission] })
        return added?.secret ?? ''
      }
      const spare = await addApiKey(deps, own.id, { name: 'spare' })
      ids = {
        '{payment}': payment.id,
        '{unpaid}': (await openTestPayment(deps, own)).id,
        '{refund}': refund,
        '{event}': String(event),
        '{payment_link}': link,
        '{endpoint}': endpoint,
        '{delivery}': String(delivery),
        '{reconciliation}': run,
        '{difference}': await openTestDifference(deps, run),
        '{account}': own.id,
        '{key}': spare?.apiKey.id ?? '',
        '{operator}': (await openTestOperator(deps, 'read')).operator.id,
      }
      keys = [
        strangersKey,
        await restricted('read'),
        await restricted('create_payments'),
        await restricted('refund'),
        key,
        OPERATOR_KEY,
        ...(await Promise.all(
          ROLES.map(async (role) => (await openTestOperator(deps, role)).token),
        )),
      ]
    })

    const ask = ({ method, path }: Row, as: string) => {
      // Nobody has to answer for a payment that has no order.
      const named = path.replace('{payment}/enquire', '{unpaid}/enquire')
      const url = named.replace(/{\w+}/g, (name) => ids[name] ?? '')
      // Each with a login of its own: tries of one login are counted.
      const stranger = { login: `nobody-${as.slice(-8)}`, password: 'x', code: '000000' }
      const given = path === '/v1/sessions' ? stranger : (BODIES[`${method} ${path}`] ?? {})
      const body = method === 'GET' ? undefined : given
      return fetch(server.url + url + (QUERIES[`${method} ${path}`] ?? ''), {
        method,
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    }

    it('is open as the document says, for every route and every kind of key', async () => {
      for (const row of ROWS) {
        for (const [index, expected] of row.may.entries()) {
          const response = await ask(row, keys[index] ?? '')
          const text = await response.text()
          const said = `${row.method} ${row.path} ${KEYS[index]}: ${response.status} ${text.slice(0, 300)}`
          // 409: it is not the moment for it.
          const isDone = response.status < 300 || response.status === 409
          assert.equal(isDone ? undefined : response.status, STATUSES[expected], said)
          if (index > 0) continue
          // Nothing of the account, whatever a stranger asks for.
          for (const [name, id] of Object.entries(ids)) {
            assert.ok(!text.includes(id) || row.path.includes(name), said)
          }
        }
        for (const wrong of ['', `sk_${'A'.repeat(32)}`]) {
          assert.equal((await ask(row, wrong)).status, 401, `${row.method} ${row.path} "${wrong}"`)
        }
      }
    })

    it('has its row in the document', async () => {
      const { body } = await call('/openapi.json')
      const routes = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      )
      const named = ROWS.map(({ method, path }) => `${method} ${path}`)
      assert.deepEqual(named.toSorted(), routes.toSorted())
    })

    it('answers by the version of the key, or by the one that a request names', async () => {
      const { body } = await call('/v1/api_keys?limit=1')
      const pinned = body.data[0].api_version
      for (const [asked, answered] of [
        [undefined, pinned],
        [NEWEST_VERSION, NEWEST_VERSION],
      ]) {
        const { headers } = await call('/v1/payments', {
          headers: { ...(asked !== undefined && { 'tael-version': asked }) },
        })
        assert.equal(headers.get('tael-version'), answered)
      }
      const request = { reference: 'of-no-version', amount: 100, currency: 'HKD' }
      for (const as of [key, OPERATOR_KEY]) {
        for (const asked of ['2026-11-28', 'newest', '']) {
          const path = as === key ? '/v1/payments' : '/v1/operators'
          const refused = await call(path, {
            as,
            body: request,
            headers: { 'tael-version': asked },
          })
          assert.equal(refused.status, 400)
          assert.partialDeepStrictEqual(refused.body.error, {
            code: 'unknown_version',
            param: 'Tael-Version',
          })
        }
      }
      assert.deepEqual(idsOf(await call('/v1/payments?reference=of-no-version')), [])
      // As a key stays that an older server has made.
      const { db } = database()
      await db.updateTable('api_key').set({ api_version: '2026-01-01' }).execute()
      assert.equal((await call('/v1/payments')).headers.get('tael-version'), NEWEST_VERSION)
      await db.updateTable('api_key').set({ api_version: NEWEST_VERSION }).execute()
    })
  })

  describe('lists', () => {
    let lists: readonly (readonly [path: string, as: string])[]

    before(async () => {
      const payment = await openTestPayment(deps, own)
      const attempt = await recordTestAttempt(deps, payment)
      await applyVerdict(deps, attempt, paidVerdict(attempt))
      const hook = { url: 'https://shop.example.com/hooks' }
      const { body: endpoint } = await call('/v1/webhook_endpoints', { body: hook })
      for (let hour = 1; hour <= 3; hour++) {
        await clock.advance(HOUR_MS)
        const now = clock.now().getTime()
        const range = {
          from: new Date(now - 2 * DAY_MS).toISOString(),
          to: new Date(now - DAY_MS).toISOString(),
        }
        for (const [path, body] of [
          ['/v1/payments', { reference: `hour-${hour}`, amount: 100, currency: 'HKD' }],
          [`/v1/payments/${payment.id}/refunds`, { amount: 1 }],
          [`/v1/payments/${payment.id}/notes`, { text: `Hour ${hour}` }],
          ['/v1/payment_links', { title: 'Tea', amount: 100, currency: 'HKD' }],
          ['/v1/webhook_endpoints', hook],
          ['/v1/reconciliations', range],
        ] as const) {
          const { status, body: answer } = await call(path, { body })
          assert.equal(status, 201, `${path} ${JSON.stringify(answer)}`)
        }
        await addApiKey(deps, own.id, { name: `hour ${hour}` })
        await addAccount(deps, TEST_ACCOUNT)
        await call('/v1/operators', {
          as: OPERATOR_KEY,
          body: { name: 'Ada', login: `ada${hour}`, role: 'read' },
        })
      }
      lists = [
        ...[
          '/v1/payments',
          '/v1/refunds',
          '/v1/events',
          '/v1/payment_links',
          '/v1/webhook_endpoints',
          `/v1/webhook_endpoints/${endpoint.id}/deliveries`,
          '/v1/reconciliations',
          '/v1/api_keys',
          `/v1/payments/${payment.id}/refunds`,
          `/v1/payments/${payment.id}/notes`,
        ].map((path) => [path, key] as const),
        ...['/v1/accounts', '/v1/api_keys', '/v1/operators', '/v1/audit_entries'].map(
          (path) => [path, OPERATOR_KEY] as const,
        ),
      ]
    })

    it('go from page to page in both directions, and through ranges of time', async () => {
      const start = clock.now().getTime() - 3 * HOUR_MS
      const at = (hour: number) => new Date(start + hour * HOUR_MS).toISOString()
      for (const [path, as] of lists) {
        const page = (query: Readonly<Record<string, string>>) =>
          call(`${path}?${new URLSearchParams(query).toString()}`, { as })
        const all = await page({ limit: '100' })
        const ids = idsOf(all)
        assert.ok(ids.length >= 3, path)
        const first = await page({ limit: '2' })
        assert.deepEqual(idsOf(first), ids.slice(0, 2), path)
        assert.equal(first.body.has_more, true, path)
        const more = await page({ limit: '100', starting_after: String(ids[1]) })
        assert.deepEqual(idsOf(more), ids.slice(2), path)
        assert.equal(more.body.has_more, false, path)
        const back = await page({ limit: '1', ending_before: String(ids[2]) })
        assert.deepEqual(idsOf(back), [ids[1]], path)
        assert.equal(back.body.has_more, true, path)
        const created = new Map<string, string>(
          all.body.data.map((one: Json) => [one.id, one.created_at ?? one.at]),
        )
        const within = await page({ 'created[gte]': at(2), 'created[lt]': at(3), limit: '100' })
        const expected = ids.filter((id) => created.get(id) === at(2))
        assert.ok(expected.length > 0 && expected.length < ids.length, path)
        assert.deepEqual(idsOf(within), expected, path)
        const cut = await page({
          'created[lt]': at(2),
          limit: '100',
          ending_before: String(ids[0]),
        })
        assert.ok(!idsOf(cut).some((id) => String(created.get(id)) >= at(2)), path)
      }
    })

    it('show an event as a request for it alone does', async () => {
      const [listed] = (await call('/v1/events?limit=1')).body.data
      assert.deepEqual((await call(`/v1/events/${listed.id}`)).body, listed)
    })

    it('show nobody what belongs to another account', async () => {
      for (const [path, as] of lists) {
        const other = await call(`${path}?limit=100`, { as: strangersKey })
        if (as !== key || /\/v1\/\w+\/\w+/.test(path)) {
          if (other.status === 200) assert.equal(other.body.data.length, 1, path)
          else assert.ok([403, 404].includes(other.status), `${path} ${other.status}`)
          continue
        }
        const ids = new Set(idsOf(await call(`${path}?limit=100`)))
        assert.ok(!idsOf(other).some((id) => ids.has(id)), path)
      }
    })

    it('refuse parameters that describe no page, and name them', async () => {
      for (const [path, as] of lists) {
        const [id] = idsOf(await call(path, { as }))
        for (const [query, param] of [
          ['limit=0', 'limit'],
          ['limit=1e1', 'limit'],
          ['limit=101', 'limit'],
          ['limit=2&limit=3', 'limit'],
          ['starting_after=evt_1', 'starting_after'],
          ['ending_before=%00', 'ending_before'],
          [`starting_after=${id}&ending_before=${id}`, 'ending_before'],
          ['created[gte]=yesterday', 'created[gte]'],
          ['created[lt]=2026-03-02', 'created[lt]'],
          ['created[gte]=1772424000', 'created[gte]'],
          ['created[lte]=2026-03-02T04:00:00Z', undefined],
          ['page=2', undefined],
        ] as const) {
          const { status, body } = await call(`${path}?${query}`, { as })
          assert.equal(status, 400, `${path}?${query}`)
          assert.equal(body.error.param, param, `${path}?${query}`)
        }
        for (const [query, count] of [
          ['created[gte]=9999-12-31T23:59:59Z', 0],
          ['created[lt]=0001-01-01T00:00:00Z', 0],
          ['created[gte]=0001-01-01T00:00:00%2B08:00&limit=1', 1],
        ] as const) {
          const { status, body } = await call(`${path}?${query}`, { as })
          assert.equal(status, 200, `${path}?${query}`)
          assert.equal(body.data.length, count, `${path}?${query}`)
        }
      }
    })

    it('are narrowed by each filter to what shows that value, and refuse a value that is none', async () => {
      const { db } = database()
      const soon = new Date(clock.now().getTime() + HOUR_MS).toISOString()
      const linkOf = async (changed: object): Promise<string> => {
        const link = { title: 'Tea', amount: 1, currency: 'CNY', stock: 1, ...changed }
        return (await call('/v1/payment_links', { body: link })).body.id
      }
      await linkOf({ starts_at: soon })
      const [over, sold, taken] = [
        await linkOf({ ends_at: soon }),
        await linkOf({}),
        await linkOf({}),
      ]
      await call(`/v1/payment_links/${await linkOf({})}`, {
        method: 'PATCH',
        body: { disabled: true },
      })
      const links = db.updateTable('payment_link')
      await links.set({ ends_at: clock.now() }).where('id', '=', over).execute()
      await links.set({ paid: 1 }).where('id', '=', sold).execute()
      await links.set({ held: 1 }).where('id', '=', taken).execute()
      const [revoked, rolled] = [
        await addApiKey(deps, own.id, { name: 'revoked' }),
        await addApiKey(deps, own.id, { name: 'rolled' }),
      ]
      await call(`/v1/api_keys/${revoked?.apiKey.id}/revoke`, { as: OPERATOR_KEY, body: {} })
      await call(`/v1/api_keys/${rolled?.apiKey.id}/roll`, { as: OPERATOR_KEY, body: {} })
      const hook = { url: 'https://shop.example.com/hooks' }
      const { body: endpoint } = await call('/v1/webhook_endpoints', { body: hook })
      const disable = { method: 'PATCH', body: { status: 'disabled' } }
      await call(`/v1/webhook_endpoints/${endpoint.id}`, disable)
      await openTestOperator(deps, 'refund')
      const disabled = await openTestOperator(deps, 'administer')
      await db
        .updateTable('operator')
        .set({ disabled_at: clock.now() })
        .where('id', '=', disabled.operator.id)
        .execute()
      const spare = await addAccount(deps, TEST_ACCOUNT)
      await call(`/v1/accounts/${spare.account.id}`, {
        as: OPERATOR_KEY,
        method: 'PATCH',
        body: { disabled: true },
      })
      for (const amount of [99, 101]) {
        const body = { reference: `of-${amount}`, amount, currency: 'CNY' }
        assert.equal((await call('/v1/payments', { body })).status, 201)
      }
      const payments = idsOf(await call('/v1/payments?status=succeeded'))
      const back = { amount: 1, reference: 'return-1' }
      await call(`/v1/payments/${payments[0]}/refunds`, { body: back })
      await clock.advance(DAY_MS)
      const deliveries = `/v1/webhook_endpoints/${idsOf(await call('/v1/webhook_endpoints')).at(-1)}/deliveries`
      for (const [path, filter, wrong, as = key] of [
        ['/v1/payments', 'status', 'paid'],
        ['/v1/payments', 'amount', '1e2'],
        ['/v1/payments', 'currency', 'hkd'],
        ['/v1/payments', 'reference', '%00'],
        ['/v1/refunds', 'status', 'done'],
        ['/v1/refunds', 'payment', 'pay_1'],
        ['/v1/refunds', 'reference', '%00'],
        ['/v1/events', 'type', 'payment.*'],
        ['/v1/payment_links', 'status', 'active'],
        ['/v1/payment_links', 'currency', 'HK'],
        ['/v1/webhook_endpoints', 'status', 'on'],
        [deliveries, 'status', 'sent'],
        [deliveries, 'type', 'payment.*'],
        ['/v1/reconciliations', 'status', 'failed'],
        ['/v1/reconciliations', 'cause', 'nightly'],
        ['/v1/api_keys', 'status', 'ended', OPERATOR_KEY],
        ['/v1/accounts', 'disabled', 'yes', OPERATOR_KEY],
        ['/v1/operators', 'status', 'gone', OPERATOR_KEY],
        ['/v1/operators', 'role', 'admin', OPERATOR_KEY],
        ['/v1/audit_entries', 'action', 'account.*', OPERATOR_KEY],
      ] as const) {
        const all = (await call(`${path}?limit=100`, { as })).body.data
        const values = new Set<string>(
          all.flatMap((one: Json) => (one[filter] === undefined ? [] : [String(one[filter])])),
        )
        assert.ok(values.size > 0, `${path} ${filter}`)
        for (const value of values) {
          const query = new URLSearchParams({ [filter]: value, limit: '100' }).toString()
          const narrowed = await call(`${path}?${query}`, { as })
          const expected = all.filter((one: Json) => String(one[filter]) === value)
          // Of a long list, all of its first page.
          const shown =
            all.length < 100 ? idsOf(narrowed) : idsOf(narrowed).slice(0, expected.length)
          assert.deepEqual(
            shown,
            expected.map(({ id }: Json) => id),
            `${path}?${query}`,
          )
          assert.ok(narrowed.body.data.every((one: Json) => String(one[filter]) === value))
        }
        const { status, body } = await call(`${path}?${filter}=${wrong}`, { as })
        assert.deepEqual([status, body.error?.param], [400, filter], `${path}?${filter}=${wrong}`)
      }
      const shown = async (query: string): Promise<readonly number[]> => {
        const { body } = await call(`/v1/payments?limit=100&${query}`)
        return [...new Set<number>(body.data.map(({ amount }: Json) => amount))].toSorted()
      }
      assert.deepEqual(await shown('amount[gte]=100&amount[lte]=101&currency=CNY'), [101])
      assert.deepEqual(await shown('amount[lte]=100&currency=CNY'), [99])
      assert.deepEqual(await shown('amount[gte]=101&status=created&currency=CNY'), [101])
      assert.deepEqual(await shown('amount=101&status=created&reference=of-101'), [101])
      assert.deepEqual(await shown('amount=101&status=canceled'), [])
      for (const query of [
        'amount[gte]=-1',
        'amount[lte]=0',
        'amount[gte]=1.5',
        'amount=1&amount[gte]=1',
      ]) {
        assert.equal((await call(`/v1/payments?${query}`)).status, 400, query)
      }
    })

    it('of notes have each note once, with its author and without credentials', async () => {
      const { body: payment } = await call('/v1/payments', {
        body: { reference: 'noted', amount: 100, currency: 'HKD' },
      })
      const path = `/v1/payments/${payment.id}/notes`
      const headers = { 'idempotency-key': 'note-1' }
      const first = await call(path, { body: { text: ' They called.\n' }, headers })
      const again = await call(path, { body: { text: ' They called.\n' }, headers })
      assert.equal(first.status, 201)
      assert.deepEqual(again.body, first.body)
      assert.equal(first.body.text, 'They called.')
      assert.partialDeepStrictEqual(first.body.actor, { kind: 'api_key', name: 'first' })
      for (const text of ['', ' \n ', 'x'.repeat(1001), `key ${key}`, 7]) {
        assert.partialDeepStrictEqual(await call(path, { body: { text } }), {
          status: 400,
          body: { error: { param: 'text' } },
        })
      }
      assert.deepEqual(idsOf(await call(path)), [first.body.id])
      const foreign = await call(path, { as: strangersKey, body: { text: 'x' } })
      assert.equal(foreign.status, 404)
    })

    it('follow an index of the account, past no row of another', async () => {
      const { db } = database()
      const { account } = (await readAccountOfKey(deps, strangersKey)) ?? {}
      const accountId = account?.id ?? ''
      const many = sql`generate_series(1, 15000) as n,
        lateral (select case when n > 5000 then ${own.id} else ${accountId} end as owner) as owner`
      await sql`
        insert into refund (id, account_id, payment_id, attempt_id, fingerprint, amount, currency,
          cause, status, refusal, created_at, ended_at)
        select 'ref_' || lpad(n::text, 26, '0'), owner, payment_id, attempt_id, fingerprint,
          amount, currency, cause, 'failed', '{}', created_at, created_at
        from (select * from refund limit 1) as refund, ${many}`.execute(db)
      await sql`
        insert into event (id, account_id, payment_id, sequence, type, data, created_at)
        select 'evt_' || lpad(n::text, 26, '0'), owner, payment_id, 1000 + n, type, data, created_at
        from (select * from event where payment_id is not null limit 1) as event, ${many}`.execute(
        db,
      )
      await sql`analyze refund, event`.execute(db)
      const { watched, statements } = watchStatements(db)
      const page = { limit: 5, created: { from: new Date(0), to: clock.now() } }
      await listRefunds(watched, { ...page, accountId })
      await listRefunds(watched, { ...page, accountId, status: 'failed' })
      await listEventsOfAccount(watched, accountId, page)
      const plans = await explain(db, statements, { without: [] })
      assert.equal(plans.length, 3)
      for (const { plan } of plans) {
        assert.match(plan, /(refund|event)_by_account/)
        assert.doesNotMatch(plan, /Seq Scan|_pkey|Sort/)
      }
    })
  })
})
