import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, it } from 'node:test'
import { addApiKey } from '../src/accounts/api-keys.ts'
import { NEWEST_VERSION } from '../src/accounts/api-version.ts'
import { applyVerdict } from '../src/attempts/apply-verdict.ts'
import type { Permission } from '../src/audit/permission.ts'
import { ROLES } from '../src/operators/operator.ts'
import { OPERATOR_KEY, PUBLIC_URL, TEST_ACCOUNT } from './support/checkout.ts'
import { describeOnDatabase } from './support/database.ts'
import { openTestDifference } from './support/differences.ts'
import { idsOf, openMerchants, type Merchants } from './support/open-merchants.ts'
import { openTestOperator } from './support/operators.ts'
import { openTestPayment, paidVerdict, recordTestAttempt } from './support/payments.ts'

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

describeOnDatabase('a route of the API', (database) => {
  let merchants: Merchants
  let ids: Readonly<Record<string, string>>
  let keys: readonly string[]

  before(async () => {
    merchants = await openMerchants(database())
    const { deps, own, key, strangersKey, call } = merchants
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
      ...(await Promise.all(ROLES.map(async (role) => (await openTestOperator(deps, role)).token))),
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
    const request = new Request(PUBLIC_URL + url + (QUERIES[`${method} ${path}`] ?? ''), {
      method,
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return merchants.checkout.fetch(request)
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
    const { body } = await merchants.call('/openapi.json')
    const routes = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const named = ROWS.map(({ method, path }) => `${method} ${path}`)
    assert.deepEqual(named.toSorted(), routes.toSorted())
  })

  it('answers by the version of the key, or by the one that a request names', async () => {
    const { key, call } = merchants
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
